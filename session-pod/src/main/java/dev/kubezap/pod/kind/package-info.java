/**
 * How callers see each kind of message, and how they ask for one: a class for each kind, listed in
 * {@link dev.kubezap.pod.kind.MessageKinds}.
 */
@NullMarked
package dev.kubezap.pod.kind;

import org.jspecify.annotations.NullMarked;
