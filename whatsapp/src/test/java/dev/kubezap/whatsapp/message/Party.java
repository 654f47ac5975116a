package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.DevicesChanged;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.signal.SignedPreKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.token.IssueToken;
import dev.kubezap.whatsapp.token.StoreToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A device that follows the steps one input at a time over a store in memory; the test plays the
 * server.
 */
final class Party {
  final MemoryStore store = new MemoryStore();
  final DeviceIdentity identity;
  final List<Node> sent = new ArrayList<>();
  final List<Object> answers = new ArrayList<>();
  final List<Effect.Schedule> scheduled = new ArrayList<>();
  boolean online = true;
  boolean byLid;
  private final SeededBytes random;
  private final TestPreKeys preKeys = new TestPreKeys();
  private final Function<Node, Reply> server;
  private final Deque<Work<?>> mailbox = new ArrayDeque<>();
  Instant now = Instant.parse("2026-11-01T00:00:00Z");

  Party(String phone, String lid, int device, long seed, Function<Node, Reply> server) {
    random = new SeededBytes(seed);
    this.server = server;
    KeyPair identityKey = Curve25519.generate(random);
    LocalIdentity local = new LocalIdentity(identityKey, 1000 + device);
    SignedPreKey signed = SignedPreKey.generate(1, local, random);
    identity =
        new DeviceIdentity(
            DeviceIdentity.Pairing.ACTIVE,
            Curve25519.generate(random),
            identityKey,
            local.registrationId(),
            List.of(
                new DeviceIdentity.SignedPreKeyRecord(
                    signed.id(), signed.keyPair(), signed.signature(), now)),
            Jid.phoneNumber(phone).withDevice(device),
            Optional.of(Jid.lid(lid).withDevice(device)),
            ByteString.copyFromUtf8("signed identity"),
            "android",
            Optional.empty(),
            now);
  }

  /**
   * The {@code <user>} by which the server hands out this device's keys, with a new one-time
   * prekey.
   */
  Node bundle(Jid as) {
    OwnPreKeys.Fresh fresh = preKeys.gather(store).make(random);
    commit(fresh.changes());
    PreKey key = fresh.preKey();
    DeviceIdentity.SignedPreKeyRecord signed = identity.signedPreKeys().getFirst();
    return Node.of(
            "user",
            Node.of("registration", bigEndian(identity.registrationId(), 4)),
            Node.of("type", ByteString.copyFrom(new byte[] {5})),
            Node.of("identity", identity.identityKey().publicKey().bytes()),
            Node.of(
                "skey",
                Node.of("id", bigEndian(signed.id(), 3)),
                Node.of("value", signed.key().publicKey().bytes()),
                Node.of("signature", signed.signature())),
            Node.of(
                "key",
                Node.of("id", bigEndian(key.id(), 3)),
                Node.of("value", key.keyPair().publicKey().bytes())))
        .with("jid", as);
  }

  static ByteString bigEndian(int value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (value >>> (8 * (length - 1 - i)));
    }
    return ByteString.copyFrom(bytes);
  }

  /** Accepts a text and prepares it. */
  StoredMessage send(Jid to, String text) {
    return ((SendResult.Accepted) request(to, text, Optional.empty())).message();
  }

  SendResult request(Jid to, String text, Optional<SendRequest.Idempotency> idempotency) {
    int before = answers.size();
    take(new SendRequest(to, TextContent.of(text), Map.of(), idempotency));
    return (SendResult) answers.get(before);
  }

  /** Handles an input and all that follows from it. */
  void take(Object input) {
    mailbox.add(Work.of(input));
    while (!mailbox.isEmpty()) {
      handle(mailbox.remove());
    }
  }

  private void handle(Work<?> work) {
    switch (work.input()) {
      case SendRequest request -> run(new AcceptSend(), work, request);
      case PrepareSend.Prepare prepare -> run(new PrepareSend(), work, prepare);
      case RepairSend.Repair repair -> run(new RepairSend(), work, repair);
      case IssueToken.To to -> run(new IssueToken(), work, to);
      case Node node when node.is("notification") && node.has("type", "privacy_token") ->
          run(new StoreToken(), work, node);
      case AskForMissing.Due due -> run(new AskForMissing(preKeys), work, due);
      case PlaceholderResend.Told told -> run(new PlaceholderResend(), work, told);
      case MarkRead.Read read -> run(new MarkRead(), work, read);
      case Node node when node.is("message") -> run(new ReceiveMessage(preKeys), work, node);
      case Node node when node.is("ack") -> run(new ServerAck(), work, node);
      case Node node when node.is("receipt") && node.has("type", "retry") ->
          run(new RetryRequest(), work, node);
      case Node node when node.is("receipt") -> run(new ReceiptStep(), work, node);
      case Node node when node.is("notification") -> run(new DevicesChanged(), work, node);
      default -> throw new IllegalArgumentException("no step for " + work.input());
    }
  }

  private <I, G> void run(Step<I, G> step, Work<?> untyped, I input) {
    Work<I> work = new Work<>(input, untyped.replies(), untyped.asked());
    now = now.plusNanos(1_000);
    Turn turn =
        new Turn(now, random, Optional.of(identity), new Turn.Link(online, online, true, byLid));
    Outcome outcome = step.decide(work, step.gather(work, store, turn), turn);
    commit(outcome.changes());
    outcome.effects().forEach(this::perform);
    outcome
        .ask()
        .ifPresent(
            ask -> mailbox.addFirst(work.answered(ask.queries().stream().map(server).toList())));
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Send(Node stanza) -> sent.add(stanza);
      case Effect.Transmit transmit -> sent.add(decoded(transmit.prepared().stanza()));
      case Effect.Answer(Object value) -> answers.add(value);
      case Effect.Enqueue(Object input) -> mailbox.add(Work.of(input));
      case Effect.Schedule schedule -> scheduled.add(schedule);
      default -> {
        // What is counted, reported or waited for does not matter here.
      }
    }
  }

  private static Node decoded(ByteString stanza) {
    try {
      return NodeDecoder.decode(stanza.toByteArray());
    } catch (NodeFormatException e) {
      throw new AssertionError(e);
    }
  }

  private void commit(List<Change> changes) {
    try {
      store.commit(changes);
    } catch (FencedException e) {
      throw new AssertionError(e);
    }
  }

  /** Time passes. */
  void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** Takes away what was sent with one of the tags. */
  List<Node> drain(String tag) {
    List<Node> found = sent.stream().filter(node -> node.is(tag)).toList();
    sent.removeAll(found);
    return found;
  }
}
