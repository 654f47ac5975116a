/** How much is stored, counted for people. */
@NullMarked
package dev.kubezap.pod.stats;

import org.jspecify.annotations.NullMarked;
