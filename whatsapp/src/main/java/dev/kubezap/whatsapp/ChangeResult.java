package dev.kubezap.whatsapp;

/** What became of a request to change a message, once it is durable. */
public sealed interface ChangeResult {

  /** Stored; it will be sent. */
  record Accepted(String id) implements ChangeResult {}

  /**
   * Was accepted before, under the same key.
   *
   * @param waits whether the server has not answered it yet; otherwise it is done, or failed
   */
  record Repeated(String id, boolean waits) implements ChangeResult {}

  /**
   * Cannot be taken yet; nothing was stored. The same request again, a moment later, may be.
   *
   * @param detail why
   */
  record NotYet(String detail) implements ChangeResult {}

  /**
   * Cannot be done.
   *
   * @param code stable, in kebab case, such as {@code not-own-message}
   * @param detail what to do
   */
  record Refused(String code, String detail) implements ChangeResult {}
}
