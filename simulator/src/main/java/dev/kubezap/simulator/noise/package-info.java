/** The server side of the Noise handshake and its certificates. */
@NullMarked
package dev.kubezap.simulator.noise;

import org.jspecify.annotations.NullMarked;
