/** Simulated phones: devices that hold Signal keys and talk to the server as clients do. */
@NullMarked
package dev.kubezap.simulator.phone;

import org.jspecify.annotations.NullMarked;
