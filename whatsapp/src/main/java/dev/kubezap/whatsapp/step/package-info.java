/**
 * The one shape of all work: gather, decide, commit, perform.
 *
 * <p>A {@link dev.kubezap.whatsapp.step.Step} reads stored state for its work, then decides purely;
 * the engine commits the outcomes of a batch of work in one transaction and only then performs
 * their effects. A step has no reference to a socket, a clock or a store that can be written, so it
 * cannot acknowledge before it has stored.
 */
@NullMarked
package dev.kubezap.whatsapp.step;

import org.jspecify.annotations.NullMarked;
