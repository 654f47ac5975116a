/**
 * The session itself: one mailbox, one thread that gathers, decides, commits and performs, and the
 * routes from inputs to steps.
 *
 * <p>{@link dev.kubezap.whatsapp.engine.EngineLoop} and what it uses own no thread and read no
 * clock, so that tests drive them in virtual time; {@link
 * dev.kubezap.whatsapp.engine.SessionEngine} is the shell with the threads.
 */
@NullMarked
package dev.kubezap.whatsapp.engine;

import org.jspecify.annotations.NullMarked;
