/** The story from a resource that is applied to an answer that is delivered, played by itself. */
@NullMarked
package dev.kubezap.playground.tour;

import org.jspecify.annotations.NullMarked;
