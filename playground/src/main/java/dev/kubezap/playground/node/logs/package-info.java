/** The part of a kubelet that {@code kubectl logs} talks to. */
@NullMarked
package dev.kubezap.playground.node.logs;

import org.jspecify.annotations.NullMarked;
