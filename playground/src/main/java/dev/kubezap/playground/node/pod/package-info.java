/** One pod as local processes, and its status as a kubelet would report it. */
@NullMarked
package dev.kubezap.playground.node.pod;

import org.jspecify.annotations.NullMarked;
