package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.model.StoredMessage;

/** What became of a request to send, once it is durable. */
public sealed interface SendResult {

  /** Stored; it will be sent. */
  record Accepted(StoredMessage message) implements SendResult {}

  /** The idempotency key named this message already; nothing new was stored. */
  record Repeated(StoredMessage message) implements SendResult {}

  /** The idempotency key was used for another request. */
  record KeyReused() implements SendResult {}

  /**
   * Cannot be taken yet; nothing was stored. The same request again, a moment later, may be.
   *
   * @param detail why
   */
  record NotYet(String detail) implements SendResult {}

  /**
   * Cannot be sent.
   *
   * @param code stable, in kebab case, such as {@code not-paired} or {@code not-supported}
   * @param detail what to do
   */
  record Refused(String code, String detail) implements SendResult {}
}
