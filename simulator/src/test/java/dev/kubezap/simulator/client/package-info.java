/** A small companion client for tests of the server. */
@NullMarked
package dev.kubezap.simulator.client;

import org.jspecify.annotations.NullMarked;
