/** The operator's half of the status, as chains of pure policies. */
@NullMarked
package dev.kubezap.operator.status;

import org.jspecify.annotations.NullMarked;
