/**
 * What a pod asks for, translated to a local process: pure functions of the pod and of what it
 * refers to.
 */
@NullMarked
package dev.kubezap.playground.node.spec;

import org.jspecify.annotations.NullMarked;
