package dev.kubezap.whatsapp.model;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is sent, apart from what it is to its chat: what is needed to prepare a stanza and, for 30
 * days, to answer retry receipts for it. It carries a message of a chat, or something that changes
 * one: a reaction, an edit, a deletion.
 *
 * @param messageId {@link StoredMessage#id()} of the message that it carries; an id of its own when
 *     it changes another message
 * @param stanzaId the id it has on the wire, fixed when it is accepted
 * @param to the recipient without device, as the caller named it after normalisation
 * @param message the {@code Message} protobuf without padding; encrypted at rest
 * @param acceptedAt orders the queue
 * @param devices the devices it was addressed to, empty until it is prepared; of what goes to the
 *     status feed the accounts that see it, until then
 * @param delivered the devices whose delivery receipt is stored: they are not sent the message
 *     again
 * @param changes {@link StoredMessage#id()} of the message that it changes; empty when it carries a
 *     message of a chat
 * @param plan when it may be sent
 * @param trace the trace context ({@code traceparent}) of the request that it was accepted by;
 *     empty when that is not traced
 */
public record OutgoingMessage(
    String messageId,
    String stanzaId,
    Jid to,
    ByteString message,
    Instant acceptedAt,
    Set<Jid> devices,
    Set<Jid> delivered,
    Optional<String> changes,
    SendPlan plan,
    Optional<String> trace) {

  public OutgoingMessage {
    devices = Set.copyOf(devices);
    delivered = Set.copyOf(delivered);
  }

  /** Is not traced. */
  public OutgoingMessage(
      String messageId,
      String stanzaId,
      Jid to,
      ByteString message,
      Instant acceptedAt,
      Set<Jid> devices,
      Set<Jid> delivered,
      Optional<String> changes,
      SendPlan plan) {
    this(
        messageId,
        stanzaId,
        to,
        message,
        acceptedAt,
        devices,
        delivered,
        changes,
        plan,
        Optional.empty());
  }

  /** Is sent as soon as possible. */
  public OutgoingMessage(
      String messageId,
      String stanzaId,
      Jid to,
      ByteString message,
      Instant acceptedAt,
      Set<Jid> devices,
      Set<Jid> delivered,
      Optional<String> changes) {
    this(
        messageId,
        stanzaId,
        to,
        message,
        acceptedAt,
        devices,
        delivered,
        changes,
        SendPlan.AT_ONCE);
  }

  /** Carries a message of a chat. */
  public OutgoingMessage(
      String messageId,
      String stanzaId,
      Jid to,
      ByteString message,
      Instant acceptedAt,
      Set<Jid> devices,
      Set<Jid> delivered) {
    this(messageId, stanzaId, to, message, acceptedAt, devices, delivered, Optional.empty());
  }

  /** Whether it goes to many accounts under one key: to a group or the status feed. */
  public boolean isToMany() {
    return to.isGroup() || to.isStatus();
  }

  /** The same message, addressed to these devices. */
  public OutgoingMessage addressedTo(Collection<Jid> all) {
    return new OutgoingMessage(
        messageId,
        stanzaId,
        to,
        message,
        acceptedAt,
        Set.copyOf(all),
        delivered,
        changes,
        plan,
        trace);
  }

  /** The same message, with exactly these devices that have it. */
  public OutgoingMessage deliveredTo(Collection<Jid> all) {
    return new OutgoingMessage(
        messageId,
        stanzaId,
        to,
        message,
        acceptedAt,
        devices,
        Set.copyOf(all),
        changes,
        plan,
        trace);
  }

  /** The same message, with one more device that has it. */
  public OutgoingMessage deliveredTo(Jid device) {
    Set<Jid> more = new LinkedHashSet<>(delivered);
    more.add(device);
    return new OutgoingMessage(
        messageId, stanzaId, to, message, acceptedAt, devices, more, changes, plan, trace);
  }

  /** The same message with another plan. */
  public OutgoingMessage planned(SendPlan other) {
    return new OutgoingMessage(
        messageId, stanzaId, to, message, acceptedAt, devices, delivered, changes, other, trace);
  }

  /** The same message, accepted by a request with this trace context. */
  public OutgoingMessage traced(Optional<String> context) {
    return context.isEmpty() && trace.isEmpty()
        ? this
        : new OutgoingMessage(
            messageId,
            stanzaId,
            to,
            message,
            acceptedAt,
            devices,
            delivered,
            changes,
            plan,
            context);
  }

  @Override
  public String toString() {
    return "OutgoingMessage[" + messageId + " " + stanzaId + " to " + devices.size() + " devices]";
  }
}
