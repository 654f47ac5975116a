/** Curve25519, XEdDSA and the symmetric primitives, written for the simulator alone. */
@NullMarked
package dev.kubezap.simulator.crypto;

import org.jspecify.annotations.NullMarked;
