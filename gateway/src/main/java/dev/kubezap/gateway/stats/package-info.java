/** Sums over all sessions. */
@NullMarked
package dev.kubezap.gateway.stats;

import org.jspecify.annotations.NullMarked;
