package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.group.StaleGroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.stream.Stream;

/** What is cached of both sides' devices may be stale. */
final class StaleDevices {

  private StaleDevices() {}

  /** Drops it: the next use lists anew. */
  static List<Change> forget(OutgoingMessage outgoing, Turn turn) {
    Stream<Jid> own =
        turn.identity().stream()
            .flatMap(self -> Stream.concat(Stream.of(self.jid()), self.lid().stream()))
            .map(Jid::account);
    Stream<Change> group =
        outgoing.to().isGroup()
            ? Stream.of(
                new Change.Put<>(new StaleGroupKey(outgoing.to()), new StaleGroupKey.Mark()))
            : Stream.empty();
    Stream<Jid> theirs =
        Stream.concat(Stream.of(outgoing.to()), outgoing.devices().stream().map(Jid::account));
    return Stream.concat(
            group,
            Stream.concat(theirs, own)
                .filter(Jid::isUser)
                .distinct()
                .map(account -> new Change.Remove(new DeviceListKey(account))))
        .toList();
  }

  /**
   * Drops it, and serves the devices that the message may have missed. The service brings a group's
   * message to every device of it, and one that lacks our key asks.
   */
  static Outcome repair(OutgoingMessage outgoing, Turn turn) {
    if (outgoing.isToMany()) {
      return Outcome.builder().changes(forget(outgoing, turn)).build();
    }
    return Outcome.builder()
        .changes(forget(outgoing, turn))
        .change(
            new Change.Put<>(
                new RepairKey(outgoing.messageId()), RepairKey.Pending.since(turn.now())))
        .effect(new Effect.Enqueue(new RepairSend.Repair(outgoing.messageId())))
        .build();
  }
}
