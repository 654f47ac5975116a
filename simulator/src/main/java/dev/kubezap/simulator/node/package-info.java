/** Binary XML: stanzas, their codec and the jids in them. */
@NullMarked
package dev.kubezap.simulator.node;

import org.jspecify.annotations.NullMarked;
