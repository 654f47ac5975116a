/** Faults by rule and seed at named points. */
@NullMarked
package dev.kubezap.simulator.fault;

import org.jspecify.annotations.NullMarked;
