/** Baileys from npm, unmodified, as a client process for conformance tests and measurements. */
@NullMarked
package dev.kubezap.simulator.baileys;

import org.jspecify.annotations.NullMarked;
