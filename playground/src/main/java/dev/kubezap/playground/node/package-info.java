/**
 * A stand-in for a node: provisions volumes, binds pods to itself and runs their containers as
 * processes.
 */
@NullMarked
package dev.kubezap.playground.node;

import org.jspecify.annotations.NullMarked;
