package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.group.GroupQueries;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.PrepareSend.Prepare;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.GroupCipher;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.OwnSenderKey;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prepares a message to a group: it is encrypted once, under our sender key, which goes along to
 * every device that does not have it (PROTOCOL 9). When a device is in the group no more, what
 * follows is written under another key.
 */
final class GroupSend {
  private static final int MAXIMUM_QUERIES = 5;

  /** The server lists more accounts in several queries. */
  private static final int ACCOUNTS_PER_QUERY = 500;

  private GroupSend() {}

  static Outcome decide(Work<Prepare> work, PrepareSend.Gathered.OfGroup ready, Turn turn) {
    GroupPreparation state = ready.recipients().state();
    Outcome.Builder outcome = Outcome.builder().add(state.learned());
    if (state.refused().isPresent()) {
      return outcome.add(ready.fail("not-in-group", NOT_IN_GROUP, turn)).build();
    }
    if (!state.answered()) {
      return outcome.effect(QueryRetry.again(work)).build();
    }
    boolean mayAsk = work.asked() < MAXIMUM_QUERIES;
    if (state.group().isEmpty()) {
      return mayAsk
          ? outcome.ask(ask(work, List.of(GroupQueries.one(ready.outgoing().to())))).build()
          : outcome
              .add(ready.fail("group-unknown", "The service does not describe the group.", turn))
              .build();
    }
    if (!state.isMember()) {
      return outcome.add(ready.fail("not-in-group", NOT_IN_GROUP, turn)).build();
    }
    if (!state.unlisted().isEmpty() && mayAsk) {
      return outcome.ask(ask(work, listings(state.unlisted(), turn))).build();
    }
    List<Jid> unknown =
        state.keys().unknown(state.lacking()).stream()
            .filter(device -> !work.input().keyless().contains(device))
            .toList();
    if (mayAsk && !unknown.isEmpty()) {
      return state.keys().bundles().isEmpty()
          ? outcome.ask(ask(work, List.of(bundles(unknown)))).build()
          : outcome.add(begun(work.input(), state, turn)).build();
    }
    return outcome.add(prepared(ready, state, turn)).build();
  }

  private static final String NOT_IN_GROUP =
      "This account is not in the group; have it added, then send again.";

  private static Ask ask(Work<Prepare> work, List<Node> queries) {
    return new Ask(queries, QueryRetry.patience(work.input()));
  }

  private static List<Node> listings(List<Jid> accounts, Turn turn) {
    List<Node> queries = new ArrayList<>();
    for (int from = 0; from < accounts.size(); from += ACCOUNTS_PER_QUERY) {
      int to = Math.min(from + ACCOUNTS_PER_QUERY, accounts.size());
      queries.add(
          Usync.devices(
              accounts.subList(from, to), HexFormat.of().formatHex(turn.random().next(8))));
    }
    return queries;
  }

  private static Node bundles(List<Jid> devices) {
    return PreKeyBundles.query(
        devices.subList(0, Math.min(devices.size(), PreKeyBundles.MAXIMUM_PER_QUERY)));
  }

  /** A step begins no more sessions than one answer has keys for (SAFETY 1). */
  private static Outcome begun(Prepare input, GroupPreparation state, Turn turn) {
    DeviceKeys.Begun begun =
        state.keys().begin(state.lacking(), turn.identity().orElseThrow(), turn);
    Set<Jid> keyless = new HashSet<>(input.keyless());
    keyless.addAll(begun.keyless());
    return Outcome.builder()
        .changes(begun.changes())
        .effect(
            new Effect.Enqueue(
                new Prepare(input.messageId(), input.unanswered(), input.refused(), keyless)))
        .build();
  }

  private static Outcome prepared(
      PrepareSend.Gathered.OfGroup ready, GroupPreparation state, Turn turn) {
    DeviceIdentity self = turn.identity().orElseThrow();
    OutgoingMessage outgoing = ready.outgoing();
    Group group = state.group().orElseThrow();
    Message message;
    try {
      message = Message.parseFrom(outgoing.message());
    } catch (InvalidProtocolBufferException e) {
      return ready.fail(PrepareSend.DAMAGED.code(), PrepareSend.DAMAGED.reason(), turn);
    }
    GroupKeys before =
        state.ownKeys().orElseGet(() -> GroupKeys.of(OwnSenderKey.generate(turn.random())));
    ByteString handout =
        Distribution.handout(outgoing.to(), before.key(), Message.getDefaultInstance())
            .toByteString();
    Map<Jid, Encrypted> handed = new LinkedHashMap<>();
    Set<SignalAddress> handedTo = new HashSet<>();
    Outcome.Builder outcome = Outcome.builder();
    for (Jid device : state.lacking()) {
      try {
        Encrypted encrypted =
            SessionCipher.encrypt(
                state.keys().session(device, self, turn),
                MessagePadding.pad(handout, turn.random()));
        handed.put(device, encrypted);
        handedTo.add(state.address(device));
        outcome.changes(state.keys().stored(device).stepped(encrypted.session()));
      } catch (SignalException | DeviceKeys.NoKeysException e) {
        // It asks for what it cannot read.
        outcome.effect(new Effect.Count("device", "unreachable"));
      }
    }
    GroupCipher.Encrypted written =
        GroupCipher.encrypt(
            before.key(), MessagePadding.pad(message.toByteString(), turn.random()), turn.random());
    List<Jid> hashed = new ArrayList<>(state.devices());
    hashed.add(state.self().withDevice(self.jid().device()));
    String phash = OutgoingStanza.participantHash(hashed);
    PreparedStanza prepared =
        new PreparedStanza(
            ready.number() + 1,
            outgoing.messageId(),
            outgoing.stanzaId(),
            OutgoingStanza.encode(
                OutgoingStanza.group(
                    outgoing,
                    OutgoingStanza.form(message),
                    Optional.of(group).filter(of -> of.id().isGroup()).map(Group::addressing),
                    phash,
                    handed,
                    written.bytes(),
                    self)),
            phash);
    return outcome
        .change(
            new Change.Put<>(
                new GroupKeysKey(outgoing.to()),
                before.written(written.senderKey(), outgoing.messageId(), handedTo)))
        .changes(BeforeSending.over(outgoing))
        .changes(ready.price().changes(turn))
        .change(new Change.Put<>(new PreparedNumber(), prepared.number()))
        .change(new Change.PutOutgoing(outgoing.addressedTo(state.devices())))
        .change(new Change.PutPrepared(prepared))
        .add(
            SendProgress.to(
                ready.outgoingContent(), MessageStatus.PREPARED, Optional.empty(), turn))
        .effect(new Effect.Transmit(prepared))
        .effects(Traces.transmitted(outgoing))
        .effects(ready.then())
        .build();
  }
}
