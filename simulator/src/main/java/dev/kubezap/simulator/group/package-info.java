/** Groups: who is in them, what they are like, and the requests about them. */
@NullMarked
package dev.kubezap.simulator.group;

import org.jspecify.annotations.NullMarked;
