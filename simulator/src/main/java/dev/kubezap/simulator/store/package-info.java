/** Keeps the world in a folder between runs. */
@NullMarked
package dev.kubezap.simulator.store;

import org.jspecify.annotations.NullMarked;
