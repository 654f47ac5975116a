/** Baileys against the simulator. */
@NullMarked
package dev.kubezap.simulator.baileys;

import org.jspecify.annotations.NullMarked;
