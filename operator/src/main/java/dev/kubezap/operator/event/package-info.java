/** Kubernetes Events that tell people what happened to a session. */
@NullMarked
package dev.kubezap.operator.event;

import org.jspecify.annotations.NullMarked;
