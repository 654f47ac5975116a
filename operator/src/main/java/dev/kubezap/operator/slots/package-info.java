/** How many reconciliations work at once, and that none of them keeps others waiting for it. */
@NullMarked
package dev.kubezap.operator.slots;

import org.jspecify.annotations.NullMarked;
