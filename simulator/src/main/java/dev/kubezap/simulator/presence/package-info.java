/** Who shows himself as available or typing, and who is told. */
@NullMarked
package dev.kubezap.simulator.presence;

import org.jspecify.annotations.NullMarked;
