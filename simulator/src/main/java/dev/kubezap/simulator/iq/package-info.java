/** Requests and their answers, one class per namespace. */
@NullMarked
package dev.kubezap.simulator.iq;

import org.jspecify.annotations.NullMarked;
