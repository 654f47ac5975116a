/** A pod's volumes as folders that follow their sources. */
@NullMarked
package dev.kubezap.playground.node.volume;

import org.jspecify.annotations.NullMarked;
