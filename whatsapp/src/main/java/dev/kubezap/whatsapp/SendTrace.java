package dev.kubezap.whatsapp;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * How far a message has come whose request is traced.
 *
 * @param context the trace context ({@code traceparent}) that was stored with the message
 * @param messageId {@link dev.kubezap.whatsapp.model.OutgoingMessage#messageId()}
 * @param acceptedAt when it was accepted from its caller
 * @param step what has happened now
 */
public record SendTrace(String context, String messageId, Instant acceptedAt, Step step) {

  /** What happens to a message that is sent. */
  public sealed interface Step {
    /** Its stanza was handed to the connection. */
    record Transmitted() implements Step {}

    /**
     * The server has answered.
     *
     * @param error the code that it refused the message with; empty when it took it
     */
    record Acknowledged(OptionalLong error) implements Step {}
  }
}
