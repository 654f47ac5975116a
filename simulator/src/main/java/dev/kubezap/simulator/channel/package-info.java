/** Channels: who follows them, and what is published in them. */
@NullMarked
package dev.kubezap.simulator.channel;

import org.jspecify.annotations.NullMarked;
