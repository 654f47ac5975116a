package dev.kubezap.whatsapp;

import com.google.protobuf.ByteString;

/** What is known of a request that its caller may repeat under an idempotency key. */
public sealed interface KeyedRequest {

  /** It is the first under its key. */
  record First() implements KeyedRequest {}

  /** It began before, and nobody knows how it ended. */
  record Unfinished() implements KeyedRequest {}

  /**
   * It was answered before.
   *
   * @param answer as its caller encoded it
   */
  record Answered(ByteString answer) implements KeyedRequest {
    /** Leaves out what it says. */
    @Override
    public String toString() {
      return "Answered[]";
    }
  }

  /** The key stands for another request. */
  record KeyReused() implements KeyedRequest {}
}
