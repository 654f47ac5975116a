/**
 * Signal for phones: X3DH and the double ratchet, from the published specifications. Immutable
 * states.
 */
@NullMarked
package dev.kubezap.simulator.signal;

import org.jspecify.annotations.NullMarked;
