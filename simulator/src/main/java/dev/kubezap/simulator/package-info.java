/** A WhatsApp server with phones. */
@NullMarked
package dev.kubezap.simulator;

import org.jspecify.annotations.NullMarked;
