package dev.kubezap.whatsapp;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.SendPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message to be sent.
 *
 * @param to the recipient: a phone number's jid, a LID or a group, without device
 * @param content what it says
 * @param metadata kept with the message and given back unchanged
 * @param idempotency makes a repeated request one message
 * @param plan when it may be sent
 * @param audience the accounts that see it, for the status feed; nobody for everything else
 * @param beforeLink whether it may wait for a phone to be linked; otherwise it is refused without
 *     one
 * @param trace the trace context ({@code traceparent}) of what asks for it; empty when that is not
 *     traced
 */
public record SendRequest(
    Jid to,
    Composable content,
    Map<String, String> metadata,
    Optional<Idempotency> idempotency,
    SendPlan plan,
    List<Jid> audience,
    boolean beforeLink,
    Optional<String> trace) {

  /** To these, once a phone is linked. */
  public SendRequest(
      Jid to,
      Composable content,
      Map<String, String> metadata,
      Optional<Idempotency> idempotency,
      SendPlan plan,
      List<Jid> audience) {
    this(to, content, metadata, idempotency, plan, audience, false, Optional.empty());
  }

  /** To a chat. */
  public SendRequest(
      Jid to,
      Composable content,
      Map<String, String> metadata,
      Optional<Idempotency> idempotency,
      SendPlan plan) {
    this(to, content, metadata, idempotency, plan, List.of());
  }

  /** To be sent as soon as possible. */
  public SendRequest(
      Jid to, Composable content, Map<String, String> metadata, Optional<Idempotency> idempotency) {
    this(to, content, metadata, idempotency, SendPlan.AT_ONCE);
  }

  /**
   * Which request this is to its caller.
   *
   * @param key the caller's, unique in the session for 7 days
   * @param requestHash SHA-256 over the request; the same key with another hash is refused
   */
  public record Idempotency(String key, ByteString requestHash) {

    /** That of one of several messages that the request asks for, told apart by a name. */
    public Idempotency part(String name) {
      return new Idempotency(key + " " + name, requestHash);
    }
  }

  public SendRequest {
    metadata = Map.copyOf(metadata);
    audience = List.copyOf(audience);
  }

  /** The same with other content. */
  public SendRequest with(Composable other) {
    return new SendRequest(to, other, metadata, idempotency, plan, audience, beforeLink, trace);
  }

  /** The same, which may wait for a phone to be linked. */
  public SendRequest beforeLink(boolean may) {
    return new SendRequest(to, content, metadata, idempotency, plan, audience, may, trace);
  }

  /** The same, asked for within a trace. */
  public SendRequest traced(Optional<String> context) {
    return context.isEmpty()
        ? this
        : new SendRequest(to, content, metadata, idempotency, plan, audience, beforeLink, context);
  }
}
