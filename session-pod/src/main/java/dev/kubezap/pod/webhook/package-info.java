/**
 * Delivers the outbox to webhooks: at least once, in order per chat, and no chat or endpoint that
 * fails holds back another. Decisions ({@code SinkState}, {@code RetryPolicy}, {@code
 * AddressPolicy}) are pure.
 */
@NullMarked
package dev.kubezap.pod.webhook;

import org.jspecify.annotations.NullMarked;
