/** Calls between phones, as companions are told of them; nothing is heard or seen. */
@NullMarked
package dev.kubezap.simulator.call;

import org.jspecify.annotations.NullMarked;
