/**
 * The linked-device client: what a program that owns one WhatsApp account needs.
 *
 * <p>{@link dev.kubezap.whatsapp.WhatsAppClient} is the way in. It is given durable state through
 * {@link dev.kubezap.whatsapp.store} and works in one shape: gather, decide, commit, perform.
 */
@NullMarked
package dev.kubezap.whatsapp;

import org.jspecify.annotations.NullMarked;
