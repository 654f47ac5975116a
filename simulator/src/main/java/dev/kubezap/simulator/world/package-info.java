/** Accounts, their devices and what waits for them: the server's memory. */
@NullMarked
package dev.kubezap.simulator.world;

import org.jspecify.annotations.NullMarked;
