/** The media hosts, and how phones encrypt and open what is kept there. */
@NullMarked
package dev.kubezap.simulator.media;

import org.jspecify.annotations.NullMarked;
