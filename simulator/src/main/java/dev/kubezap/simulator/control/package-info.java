/** The control API over HTTP. */
@NullMarked
package dev.kubezap.simulator.control;

import org.jspecify.annotations.NullMarked;
