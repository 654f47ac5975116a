/** The loop: gather, decide, apply, report. */
@NullMarked
package dev.kubezap.operator.reconcile;

import org.jspecify.annotations.NullMarked;
