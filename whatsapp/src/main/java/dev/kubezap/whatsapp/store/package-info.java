/**
 * The port between decisions and durable state.
 *
 * <p>State is read through {@link dev.kubezap.whatsapp.store.StateReader} while gathering, and
 * changed only by committing a list of {@link dev.kubezap.whatsapp.store.Change}s in one fenced
 * transaction. There is no setter beside it, so nothing can be acknowledged before it is stored and
 * a ratchet step cannot be separated from the message it belongs to.
 */
@NullMarked
package dev.kubezap.whatsapp.store;

import org.jspecify.annotations.NullMarked;
