/** Where the programs of the control plane come from. */
@NullMarked
package dev.kubezap.playground.binaries;

import org.jspecify.annotations.NullMarked;
