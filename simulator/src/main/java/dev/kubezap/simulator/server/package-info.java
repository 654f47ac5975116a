/** Connections, login and the handling of stanzas. */
@NullMarked
package dev.kubezap.simulator.server;

import org.jspecify.annotations.NullMarked;
