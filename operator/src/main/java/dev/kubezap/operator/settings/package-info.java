/** What the operator's environment says. */
@NullMarked
package dev.kubezap.operator.settings;

import org.jspecify.annotations.NullMarked;
