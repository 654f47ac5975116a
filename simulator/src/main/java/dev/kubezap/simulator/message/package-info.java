/** Messages, receipts and acknowledgements between devices. */
@NullMarked
package dev.kubezap.simulator.message;

import org.jspecify.annotations.NullMarked;
