package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.IssueToken;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The server's acknowledgement of a message of ours: it took the message, or refused it with a
 * code, which becomes the message's failure whatever it is (PROTOCOL-2026 7).
 */
public final class ServerAck implements Step<Node, ServerAck.Gathered> {

  /**
   * What is stored about the acknowledged message; all empty when it is none of ours.
   *
   * @param repair the repair that is under way, when the message itself was acknowledged before
   * @param repaired the device whose stanza of the repair was acknowledged
   * @param waiting the oldest message that waits only for fewer stanzas to be unacknowledged
   * @param groupKeys our sender key, when it went to a group
   * @param behind what waits to be written to the same group
   */
  public record Gathered(
      Optional<OutgoingMessage> outgoing,
      Optional<OutgoingContent> outgoingContent,
      Optional<PreparedStanza> prepared,
      Optional<RepairKey.Pending> repair,
      Optional<Jid> repaired,
      Optional<String> waiting,
      Optional<GroupKeys> groupKeys,
      Optional<String> behind) {}

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    Optional<OutgoingMessage> outgoing =
        work.input().attribute("id").flatMap(id -> named(id, work.input(), state));
    Optional<PreparedStanza> acknowledged = outgoing.flatMap(o -> state.prepared(o.messageId()));
    Optional<Jid> group = outgoing.filter(OutgoingMessage::isToMany).map(OutgoingMessage::to);
    boolean crowded = outgoing.isPresent() && state.unacknowledged().isFull();
    Optional<RepairKey.Pending> repair =
        acknowledged.isPresent()
            ? Optional.empty()
            : outgoing.flatMap(o -> state.read(new RepairKey(o.messageId())));
    return new Gathered(
        outgoing,
        outgoing.flatMap(o -> OutgoingContent.read(o, state)),
        acknowledged,
        repair,
        repair.flatMap(pending -> repaired(work.input(), pending, state, turn)),
        crowded ? state.queued(1).stream().map(QueuedMessage::id).findFirst() : Optional.empty(),
        group.flatMap(to -> state.read(new GroupKeysKey(to))),
        group.flatMap(to -> state.queuedIn(to, 1).stream().findFirst()));
  }

  /** In a channel a change goes out under the id of the message that it changes. */
  private static Optional<OutgoingMessage> named(String id, Node ack, StateReader state) {
    return ack.jid("from")
        .filter(Jid::isNewsletter)
        .flatMap(_ -> OutgoingNameKey.changing(id, state))
        .or(() -> OutgoingNameKey.find(id, state));
  }

  private static Optional<Jid> repaired(
      Node ack, RepairKey.Pending repair, StateReader state, Turn turn) {
    return ack.jid("from")
        .map(Jid::normalized)
        .flatMap(
            device ->
                AccountNames.read(device, turn.identity(), state)
                    .find(device, repair.stanzas().keySet()));
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    Node ack = work.input();
    if (gathered.outgoing().isEmpty() || gathered.outgoingContent().isEmpty()) {
      return Outcome.builder().effect(new Effect.Count("ack", "unknown")).build();
    }
    if (gathered.prepared().isEmpty()) {
      return later(ack, gathered);
    }
    OutgoingContent outgoingContent = gathered.outgoingContent().get();
    Outcome.Builder outcome =
        Outcome.builder().change(new Change.RemovePrepared(gathered.outgoing().get().messageId()));
    gathered
        .waiting()
        .ifPresent(id -> outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare(id))));
    OptionalLong error = ack.number("error");
    if (GroupAck.mayRebuild(gathered, error)) {
      return outcome.add(GroupAck.rebuilt(gathered, turn)).build();
    }
    outcome.add(GroupAck.settled(gathered, error.isEmpty()));
    if (error.isPresent()) {
      outcome
          .add(
              SendProgress.to(
                  outgoingContent,
                  MessageStatus.FAILED,
                  Optional.of(failure((int) error.getAsLong())),
                  turn))
          .effect(new Effect.Count("ack", "error-" + error.getAsLong()));
      if (Refusal.meansMissingTrust((int) error.getAsLong())) {
        // Each try counts as another reach-out, so the message is not sent again.
        outcome.effect(new Effect.Enqueue(IssueToken.To.after(gathered.outgoing().get().to())));
      }
      if (Refusal.meansStaleAddressing((int) error.getAsLong())) {
        outcome.changes(StaleDevices.forget(gathered.outgoing().get(), turn));
      }
    } else {
      outcome
          .add(SendProgress.to(outgoingContent, MessageStatus.SENT, Optional.empty(), turn))
          .effect(new Effect.Taken(gathered.outgoing().get().acceptedAt()))
          .effect(new Effect.Count("ack", "ok"));
      numbered(ack, outgoingContent).ifPresent(outcome::change);
    }
    if (ack.has("refresh_lid", "true")) {
      forgetLid(gathered.outgoing().get().to(), outgoingContent.message(), outcome);
    }
    Optional<String> theirs = ack.attribute("phash");
    if (theirs.isPresent() && !theirs.get().equals(gathered.prepared().get().phash())) {
      outcome
          .effect(new Effect.Count("ack", "phash"))
          .add(StaleDevices.repair(gathered.outgoing().get(), turn));
    }
    return Traces.acknowledged(gathered.outgoing().get(), error, outcome.build());
  }

  /** What is published in a channel has its number from now on. */
  private static Optional<Change> numbered(Node ack, OutgoingContent outgoingContent) {
    OptionalLong number = ack.number("server_id");
    return outgoingContent instanceof OutgoingContent.ChatMessage(StoredMessage message)
            && message.chat().isNewsletter()
            && number.isPresent()
        ? Optional.of(new Change.Put<>(new ChannelNumberKey(message.id()), number.getAsLong()))
        : Optional.empty();
  }

  private static MessageFailure failure(int code) {
    return new MessageFailure("whatsapp-refused", OptionalInt.of(code), Refusal.advice(code));
  }

  /**
   * An acknowledgement after the message's own: of a device's stanza alone. It says nothing of the
   * message, which the server took before.
   */
  private static Outcome later(Node ack, Gathered gathered) {
    OptionalLong error = ack.number("error");
    if (gathered.repair().isEmpty() || gathered.repaired().isEmpty()) {
      return Outcome.builder().effect(new Effect.Count("ack", "repeated")).build();
    }
    RepairKey key = new RepairKey(gathered.outgoing().orElseThrow().messageId());
    return Outcome.builder()
        .change(key.after(gathered.repair().get().without(List.of(gathered.repaired().get()))))
        .effect(
            new Effect.Count("repair", error.isPresent() ? "error-" + error.getAsLong() : "taken"))
        .build();
  }

  private static void forgetLid(Jid to, StoredMessage message, Outcome.Builder outcome) {
    Stream.of(Optional.of(to), Optional.of(message.chat()), message.chatLid())
        .flatMap(Optional::stream)
        .distinct()
        .forEach(
            jid -> {
              if (jid.isPhoneNumber()) {
                outcome.change(new Change.Remove(new LidOfPhone(jid)));
              } else if (jid.isLid()) {
                outcome.change(new Change.Remove(new PhoneOfLid(jid)));
              }
              outcome.change(new Change.Remove(new DeviceListKey(jid)));
            });
  }
}
