/** The whole product on one machine, without a cluster. */
@NullMarked
package dev.kubezap.playground;

import org.jspecify.annotations.NullMarked;
