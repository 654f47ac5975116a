/** What the parts of the server share. */
@NullMarked
package dev.kubezap.simulator.context;

import org.jspecify.annotations.NullMarked;
