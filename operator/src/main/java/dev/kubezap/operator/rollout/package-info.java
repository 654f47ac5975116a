/** How many running sessions are restarted at once. */
@NullMarked
package dev.kubezap.operator.rollout;

import org.jspecify.annotations.NullMarked;
