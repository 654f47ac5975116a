package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.message.Outbox.shares;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A message that cannot be read, or that the server has no ciphertext of: who is asked for it. */
class UnreadableMessageTest {
  private static final Instant SENT = NOW.minusSeconds(60);
  private static final MissingKey KEY = MissingKey.of(BOB, "3EB0x");
  private static final int INVALID_MESSAGE = 4;

  private final MemoryStore store = new MemoryStore();

  private static Node stanza(Node... content) {
    return Node.of("message")
        .with("from", BOB)
        .with("id", "3EB0x")
        .with("t", SENT.getEpochSecond())
        .with("notify", "Bobby")
        .withChildren(content);
  }

  /** No Signal message; each text is another ciphertext. */
  private static Node unreadable(String text) {
    return stanza(Node.of("enc", ByteString.copyFromUtf8(text)).with("type", "msg"));
  }

  private static ByteString hash(Node stanza) {
    return Ciphertext.of(stanza).orElseThrow().hash();
  }

  private Outcome received(Node stanza) {
    return decide(new ReceiveMessage(new TestPreKeys()), stanza, store, online(DEVICE));
  }

  private static Effect ack(Node stanza) {
    return new Effect.Send(Acknowledgement.of(stanza).orElseThrow());
  }

  private static StoredMessage placeholder(String id, String reason) {
    return new StoredMessage(
        id,
        "3EB0x",
        BOB,
        Optional.empty(),
        BOB,
        0,
        false,
        Optional.of("Bobby"),
        SENT,
        new UnreadableContent(reason),
        ByteString.EMPTY,
        MessageStatus.UNDECRYPTED,
        Optional.empty(),
        Map.of());
  }

  private static Missing missing(String id, int error, ByteString hash, int retries, Instant due) {
    return new Missing(
        Optional.of(id),
        "3EB0x",
        BOB.toString(),
        Optional.empty(),
        Optional.empty(),
        BOB,
        false,
        SENT,
        error,
        hash,
        retries,
        0,
        due);
  }

  private static Node retry(Node stanza, int count, Optional<OwnPreKeys.Fresh> keys) {
    return RetryReceipt.of(
        stanza, count, INVALID_MESSAGE, DEVICE, keys.map(OwnPreKeys.Fresh::preKey));
  }

  /** PROTOCOL 9: a retry receipt and an ack; keys at once when nothing can be decrypted. */
  @Test
  void aPlaceholderStandsInTheChatAndTheSenderIsAsked() {
    Node stanza = unreadable("a");
    Outcome outcome = received(stanza);
    String id = online(DEVICE).newId();
    Missing asked = missing(id, INVALID_MESSAGE, hash(stanza), 1, NOW.plusSeconds(15));
    SeededBytes random = new SeededBytes(1);
    random.next(8);
    OwnPreKeys.Fresh fresh = new TestPreKeys().gather(store).make(random);
    assertThat(outcome)
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Count("message", "unreadable-unknown-version"))
                .change(new Change.PutMessage(placeholder(id, "unknown-version")))
                .changes(fresh.changes())
                .change(new Change.Put<>(KEY, asked))
                .effect(new Effect.Send(retry(stanza, 1, Optional.of(fresh))))
                .effect(
                    new Effect.Schedule(
                        KEY.timer(), new AskForMissing.Due(KEY.name()), Duration.ofSeconds(15)))
                .effect(new Effect.Count("retry", "out"))
                .effect(ack(stanza))
                .build());
  }

  private Node retryIn(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).stanza())
        .filter(node -> node.is("receipt"))
        .findFirst()
        .orElseThrow();
  }

  /** The sender is spared a new session while ours may be good. */
  @Test
  void keysGoAlongFromTheSecondRetryOnOrWithoutASession() {
    shares(store, BOB, session(Outbox.bob()));
    Outcome first = received(unreadable("a"));
    assertThat(retryIn(first)).isEqualTo(retry(unreadable("a"), 1, Optional.empty()));
    store(store, first.changes());
    assertThat(retryIn(received(unreadable("b"))).child("keys")).isPresent();
    shares(store, BOB, session(Outbox.bob()).onlyReceiving());
    assertThat(retryIn(received(unreadable("a"))).child("keys")).isPresent();
  }

  /** SAFETY 3: a crash between commit and receipt does not use up a retry. */
  @Test
  void theSameBytesAgainAreTheSameRetry() {
    store(store, received(unreadable("a")).changes());
    for (String[] step : new String[][] {{"a", "1"}, {"b", "2"}, {"b", "2"}, {"a", "3"}}) {
      Outcome outcome = received(unreadable(step[0]));
      assertThat(retryIn(outcome).child("retry").orElseThrow().attribute("count"))
          .contains(step[1]);
      store(store, outcome.changes());
    }
    assertThat(store.messages()).hasSize(1);
  }

  @Test
  void afterTheFifthThePhoneIsAsked() {
    store(
        store,
        new Change.PutMessage(placeholder("m1", "unknown-version")),
        new Change.Put<>(
            KEY, missing("m1", INVALID_MESSAGE, ByteString.EMPTY, 5, NOW.plusSeconds(200))));
    Node stanza = unreadable("a");
    assertThat(received(stanza))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Count("message", "unreadable-unknown-version"))
                .change(
                    new Change.Put<>(KEY, missing("m1", INVALID_MESSAGE, ByteString.EMPTY, 5, NOW)))
                .effect(new Effect.Enqueue(new AskForMissing.Due(KEY.name())))
                .effect(ack(stanza))
                .build());
  }

  @Test
  void whatIsThereByNowIsOnlyAcknowledged() {
    store(
        store,
        new Change.PutMessage(
            placeholder("m1", "x").withStatus(MessageStatus.RECEIVED, Optional.empty())));
    Node stanza = unreadable("a");
    assertThat(received(stanza))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Count("message", "unreadable-unknown-version"))
                .effect(ack(stanza))
                .build());
  }

  /** It is asked for again, but stands in no chat. */
  @Test
  void whatOurPhoneSaysToThisDeviceAloneHasNoPlaceholder() {
    Node stanza = unreadable("a").with("from", OWN).with("category", "peer");
    Outcome outcome = received(stanza);
    assertThat(outcome.changes()).noneMatch(Change.PutMessage.class::isInstance);
    assertThat(outcome.effects())
        .contains(new Effect.Count("retry", "own"))
        .hasAtLeastOneElementOfType(Effect.Schedule.class);
    store(store, outcome.changes());
    assertThat(store.read(MissingKey.of(OWN, "3EB0x")).orElseThrow().messageId()).isEmpty();
  }

  @Test
  void aPlaceholderThatWasThereBeforeIsKept() {
    store(store, new Change.PutMessage(placeholder("m1", "unavailable")));
    Outcome outcome = received(unreadable("a"));
    assertThat(outcome.changes()).noneMatch(Change.PutMessage.class::isInstance);
    store(store, outcome.changes());
    assertThat(store.read(KEY).orElseThrow().messageId()).contains("m1");
  }

  private static Outcome unavailable(Node stanza, String reason, boolean asked) {
    String id = online(DEVICE).newId();
    Outcome.Builder outcome =
        Outcome.builder()
            .effect(new Effect.Count("message", "unavailable"))
            .change(new Change.PutMessage(placeholder(id, reason)));
    if (asked) {
      outcome
          .change(new Change.Put<>(KEY, missing(id, 0, ByteString.EMPTY, 5, NOW)))
          .effect(new Effect.Enqueue(new AskForMissing.Due(KEY.name())));
    }
    return outcome.effect(ack(stanza)).build();
  }

  /** Its sender cannot help: the server has no ciphertext for this device (PROTOCOL-2026 5). */
  @Test
  void anUnavailableMessageIsAskedOfThePhoneAtOnce() {
    Node stanza = stanza(Node.of("unavailable"));
    assertThat(received(stanza)).isEqualTo(unavailable(stanza, "unavailable", true));
    store(store, received(stanza).changes());
    assertThat(received(stanza))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Count("message", "unavailable"))
                .effect(ack(stanza))
                .build());
  }

  @Test
  void whatACompanionIsNeverGivenIsNotAskedFor() {
    Node once = stanza(Node.of("unavailable").with("type", "view_once"));
    Node hosted = stanza(Node.of("unavailable").with("hosted", "true"));
    Node bot = stanza(Node.of("unavailable"), Node.of("bot"));
    assertThat(received(once)).isEqualTo(unavailable(once, "view-once", false));
    assertThat(received(hosted)).isEqualTo(unavailable(hosted, "hosted", false));
    assertThat(received(bot)).isEqualTo(unavailable(bot, "bot", false));
  }

  @Test
  void thePhoneIsNotAskedForWhatIsTooOld() {
    Node old =
        stanza(Node.of("unavailable")).with("t", NOW.minus(Missing.MAXIMUM_AGE).getEpochSecond());
    assertThat(received(old).changes()).hasSize(1);
    Node younger = old.with("t", NOW.minus(Missing.MAXIMUM_AGE).plusSeconds(1).getEpochSecond());
    assertThat(received(younger).changes()).hasSize(2);
  }

  /** As much of the stanza as a receipt repeats, also for a copy of our own. */
  @Test
  void theRowKeepsWhatAReceiptNames() {
    Node copy = unreadable("a").with("from", OWN.withDevice(2)).with("recipient", BOB);
    store(store, received(copy).changes());
    Missing kept = store.read(MissingKey.of(OWN.withDevice(2), "3EB0x")).orElseThrow();
    assertThat(kept.stanza())
        .isEqualTo(
            Node.of("message")
                .with("from", OWN.withDevice(2))
                .with("id", "3EB0x")
                .with("t", SENT.getEpochSecond())
                .with("recipient", BOB));
    assertThat(retryIn(received(copy)).attribute("recipient")).contains(BOB.toString());
    assertThat(List.of(kept.fromMe(), kept.peer())).isEqualTo(List.of(true, BOB));
  }
}
