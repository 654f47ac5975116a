package dev.kubezap.whatsapp.message;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Sends a message that the server took to the devices that it missed, and to no other: the
 * acknowledgement's hash of devices differed from ours (SAFETY 4). The row that asks for it is gone
 * when it has been done.
 */
public final class RepairSend implements Step<RepairSend.Repair, RepairSend.Gathered> {

  private static final int MAXIMUM_QUERIES = 3;

  /** The input: a message that a repair is stored for. */
  public record Repair(String messageId) {}

  /** What is known of it; empty when there is nothing to repair. */
  public static final class Gathered {
    private final Optional<OutgoingMessage> outgoing;
    private final Optional<PreparationState> state;

    Gathered(Optional<OutgoingMessage> outgoing, Optional<PreparationState> state) {
      this.outgoing = outgoing;
      this.state = state;
    }
  }

  @Override
  public Gathered gather(Work<Repair> work, StateReader reader, Turn turn) {
    String id = work.input().messageId();
    Optional<OutgoingMessage> outgoing =
        reader.read(new RepairKey(id)).flatMap(_ -> reader.outgoing(id));
    return new Gathered(
        outgoing,
        outgoing.flatMap(
            o ->
                turn.identity()
                    .map(
                        self ->
                            PreparationState.read(o.to(), work.replies(), reader, turn, self))));
  }

  @Override
  public Outcome decide(Work<Repair> work, Gathered gathered, Turn turn) {
    if (gathered.state.isEmpty() || !turn.connection().online()) {
      return Outcome.nothing();
    }
    PreparationState state = gathered.state.get();
    OutgoingMessage outgoing = gathered.outgoing.orElseThrow();
    Outcome.Builder outcome = Outcome.builder().changes(state.learned());
    if (!state.answered()) {
      return outcome.build();
    }
    if (!state.unlisted().isEmpty() && work.asked() < MAXIMUM_QUERIES) {
      String sid = HexFormat.of().formatHex(turn.random().next(8));
      return outcome.ask(new Ask(List.of(Usync.devices(state.unlisted(), sid)))).build();
    }
    PreparationState missed = state.only(missed(state, outgoing));
    if (!missed.unknownDevices().isEmpty() && work.asked() < MAXIMUM_QUERIES) {
      return outcome.ask(new Ask(List.of(PreKeyBundles.query(missed.unknownDevices())))).build();
    }
    return outcome.add(send(missed, outgoing, turn)).build();
  }

  private static List<Jid> missed(PreparationState state, OutgoingMessage outgoing) {
    return state.devices().stream()
        .filter(device -> !outgoing.devices().contains(device))
        .limit(PreKeyBundles.MAXIMUM_PER_QUERY)
        .toList();
  }

  private static Outcome send(PreparationState missed, OutgoingMessage outgoing, Turn turn) {
    DeviceIdentity self = turn.identity().orElseThrow();
    Outcome.Builder outcome =
        Outcome.builder().change(new Change.Remove(new RepairKey(outgoing.messageId())));
    Message message;
    try {
      message = Message.parseFrom(outgoing.message());
    } catch (InvalidProtocolBufferException e) {
      return outcome.effect(new Effect.Count("repair", "damaged")).build();
    }
    Fanout fanout = Fanout.of(message, missed, self, turn);
    List<Jid> devices = new ArrayList<>(outgoing.devices());
    devices.addAll(fanout.ciphertexts().keySet());
    outcome.changes(fanout.changes()).change(new Change.PutOutgoing(outgoing.addressedTo(devices)));
    fanout
        .ciphertexts()
        .forEach(
            (device, encrypted) -> {
              Node stanza =
                  OutgoingStanza.single(
                      outgoing.stanzaId(), device, encrypted, turn.now().getEpochSecond(), self);
              outcome.effect(new Effect.Send(stanza));
            });
    return outcome.effect(new Effect.Count("repair", "sent")).build();
  }
}
