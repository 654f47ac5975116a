/** Strict mode: what clients did against the protocol. */
@NullMarked
package dev.kubezap.simulator.strict;

import org.jspecify.annotations.NullMarked;
