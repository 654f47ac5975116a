/** WebSocket server and the splitting of its bytes into frames. */
@NullMarked
package dev.kubezap.simulator.transport;

import org.jspecify.annotations.NullMarked;
