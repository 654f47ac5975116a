package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends a message that the server took to the devices that it missed, and to no other: the
 * acknowledgement's hash of devices differed from ours, or never came (SAFETY 4).
 *
 * <p>The row that asks for it holds the finished stanzas from the commit on that stores their
 * ratchet steps, and is gone when the server took them all. Until then every log-in sends the same
 * bytes again.
 */
public final class RepairSend implements Step<RepairSend.Repair, RepairSend.Gathered> {

  /** The kind of the rows that ask for repairs. */
  public static final String KIND = RepairKey.KIND;

  private static final int MAXIMUM_QUERIES = 3;

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

  /** The input: a message that a repair is stored for. */
  public record Repair(String messageId) {}

  /** What is known of it; empty when there is nothing to repair. */
  public static final class Gathered {
    private final Optional<RepairKey.Pending> pending;
    private final Optional<OutgoingMessage> outgoing;
    private final Optional<PreparationState> state;

    Gathered(
        Optional<RepairKey.Pending> pending,
        Optional<OutgoingMessage> outgoing,
        Optional<PreparationState> state) {
      this.pending = pending;
      this.outgoing = outgoing;
      this.state = state;
    }
  }

  /** The row that asks for a repair of this message. */
  public static RecordKey<?> row(String messageId) {
    return new RepairKey(messageId);
  }

  @Override
  public Gathered gather(Work<Repair> work, StateReader reader, Turn turn) {
    String id = work.input().messageId();
    Optional<RepairKey.Pending> pending = reader.read(new RepairKey(id));
    Optional<OutgoingMessage> outgoing = pending.flatMap(_ -> reader.outgoing(id));
    Optional<PreparationState> state =
        outgoing
            .filter(_ -> pending.orElseThrow().stanzas().isEmpty())
            .flatMap(
                o ->
                    turn.identity()
                        .map(
                            self ->
                                PreparationState.read(o.to(), work.replies(), reader, turn, self)));
    return new Gathered(pending, outgoing, state);
  }

  @Override
  public Outcome decide(Work<Repair> work, Gathered gathered, Turn turn) {
    if (gathered.pending.isEmpty() || turn.identity().isEmpty() || !turn.connection().online()) {
      return Outcome.nothing();
    }
    if (gathered.outgoing.isEmpty()) {
      // Too old to be kept: nobody can ask for it any more either.
      return Outcome.builder()
          .change(new Change.Remove(new RepairKey(work.input().messageId())))
          .effect(new Effect.Count("repair", "too-late"))
          .build();
    }
    return gathered.state.isEmpty()
        ? again(gathered.pending.get(), gathered.outgoing.get())
        : first(work, gathered.pending.get(), gathered.state.get(), gathered.outgoing.get(), turn);
  }

  /** Sends the stored stanzas once more, but for devices that have the message. */
  private static Outcome again(RepairKey.Pending pending, OutgoingMessage outgoing) {
    RepairKey.Pending left = pending.without(outgoing.delivered());
    Outcome.Builder outcome = Outcome.builder();
    if (!left.equals(pending)) {
      outcome.change(new RepairKey(outgoing.messageId()).after(left));
    }
    left.stanzas()
        .values()
        .forEach(stanza -> outcome.effect(new Effect.Send(OutgoingStanza.decode(stanza))));
    return outcome.effect(new Effect.Count("repair", "sent-again")).build();
  }

  private static Outcome first(
      Work<Repair> work,
      RepairKey.Pending pending,
      PreparationState state,
      OutgoingMessage outgoing,
      Turn turn) {
    Outcome.Builder outcome = Outcome.builder().changes(state.learned());
    if (!state.answered()) {
      return outcome
          .effect(
              new Effect.Schedule(
                  "repair-" + outgoing.messageId(), work.input(), work.retryAfter(AGAIN_AFTER)))
          .build();
    }
    if (!state.unlisted().isEmpty() && work.asked() < MAXIMUM_QUERIES) {
      String sid = HexFormat.of().formatHex(turn.random().next(8));
      return outcome.ask(new Ask(List.of(Usync.devices(state.unlisted(), sid)))).build();
    }
    PreparationState missed = state.only(missed(state, outgoing));
    if (!missed.unknownDevices().isEmpty() && work.asked() < MAXIMUM_QUERIES) {
      return outcome.ask(new Ask(List.of(PreKeyBundles.query(missed.unknownDevices())))).build();
    }
    return outcome.add(send(missed, pending, outgoing, turn)).build();
  }

  private static List<Jid> missed(PreparationState state, OutgoingMessage outgoing) {
    // An account may go by its other name by now: a device is the same under both.
    Set<SignalAddress> served =
        outgoing.devices().stream()
            .map(device -> state.target().address(device))
            .collect(Collectors.toSet());
    return state.devices().stream()
        .filter(device -> !served.contains(state.target().address(device)))
        .limit(PreKeyBundles.MAXIMUM_PER_QUERY)
        .toList();
  }

  private static Outcome send(
      PreparationState missed, RepairKey.Pending pending, OutgoingMessage outgoing, Turn turn) {
    DeviceIdentity self = turn.identity().orElseThrow();
    RepairKey key = new RepairKey(outgoing.messageId());
    Message message;
    try {
      message = Message.parseFrom(outgoing.message());
    } catch (InvalidProtocolBufferException e) {
      return Outcome.builder()
          .change(new Change.Remove(key))
          .effect(new Effect.Count("repair", "damaged"))
          .build();
    }
    Fanout fanout = Fanout.of(message, missed, self, turn);
    Outcome.Builder outcome = Outcome.builder().changes(fanout.changes());
    Map<Jid, ByteString> stanzas = new LinkedHashMap<>();
    fanout
        .ciphertexts()
        .forEach(
            (device, encrypted) -> {
              Node stanza =
                  OutgoingStanza.single(
                      outgoing.stanzaId(),
                      OutgoingStanza.form(message),
                      device,
                      device.account().equals(missed.target().self())
                          ? Optional.of(missed.target().recipient())
                          : Optional.empty(),
                      encrypted,
                      turn.now().getEpochSecond(),
                      device.account().equals(missed.target().recipient())
                          ? missed.token(turn.now())
                          : Optional.empty(),
                      self);
              stanzas.put(device, OutgoingStanza.encode(stanza));
              outcome.effect(new Effect.Send(stanza));
            });
    List<Jid> devices = new ArrayList<>(outgoing.devices());
    devices.addAll(stanzas.keySet());
    return outcome
        .change(new Change.PutOutgoing(outgoing.addressedTo(devices)))
        .change(key.after(new RepairKey.Pending(pending.since(), stanzas)))
        .effect(new Effect.Count("repair", stanzas.isEmpty() ? "none-missed" : "sent"))
        .build();
  }
}
