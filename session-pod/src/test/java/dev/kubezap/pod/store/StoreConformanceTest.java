package dev.kubezap.pod.store;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.store.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is committed, PostgreSQL answers as the client's store in memory does. */
class StoreConformanceTest {
  private static final List<Jid> CHATS =
      List.of(Jid.phoneNumber("1"), Jid.lid("2"), Jid.phoneNumber("3"), Jid.group("4"));

  private static final int MESSAGES = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomCommitsReadTheSame(long seed) throws Exception {
    Random random = new Random(seed);
    MemoryStore memory = new MemoryStore();
    try (TestStore test = TestStore.open()) {
      SessionStore store = test.store();
      List<Change> messages = new ArrayList<>();
      for (int number = 0; number < MESSAGES; number++) {
        // What retry receipts are answered from belongs to a message that is stored.
        messages.add(new Change.PutMessage(message(number, CHATS.get(number % CHATS.size()), 0)));
      }
      memory.commit(messages);
      store.commit(messages);
      for (int commit = 0; commit < 40; commit++) {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
          Change change = change(random, commit * 100 + i, memory);
          memory.commit(List.of(change));
          changes.add(change);
        }
        store.commit(changes);
        assertThat(everything(store)).as("after commit %d", commit).isEqualTo(everything(memory));
      }
      assertThat(test.events().after(0, 1000).stream().map(StoredEvent::id).toList())
          .isEqualTo(memory.events().stream().map(Change.Append::id).toList());
    }
  }

  /** Names that UTF-8 bytes, UTF-16 units and natural languages order differently. */
  private static TestKey key(int number) {
    return new TestKey(
        number % 2 == 0 ? "test-kind" : "idempotency",
        List.of("key0", "Key1", "key2\u0000", "k\uFF5Ey3", "k\uD83D\uDE00y4", "\u00E9y5")
            .get(number));
  }

  private static List<Object> everything(SessionStore store) {
    List<Object> all = new ArrayList<>();
    all.add(store.read(IntStream.range(0, 6).mapToObj(StoreConformanceTest::key).toList()));
    for (int limit = 1; limit < 8; limit++) {
      all.add(store.recordNames("test-kind", "", limit));
      all.add(store.recordNames("test-kind", "key2", limit));
      all.add(store.recordNames("idempotency", "", limit));
    }
    all.add(store.recordNames("other-kind", "", 8));
    for (int i = 0; i < MESSAGES; i++) {
      all.add(store.message(id(i)));
      all.add(store.outgoing(id(i)));
      all.add(store.outgoingByStanza("STANZA" + i));
      for (Jid chat : CHATS) {
        all.add(store.messageByStanza(chat, "STANZA" + i, false));
      }
    }
    CHATS.forEach(chat -> all.add(store.chat(chat)));
    all.add(store.prepared());
    all.add(store.queued(3));
    all.add(store.queuedIn(CHATS.getFirst(), 3));
    return all;
  }

  private static Change change(Random random, int unique, SessionStore stored) {
    int number = random.nextInt(MESSAGES);
    Jid chat = CHATS.get(random.nextInt(CHATS.size()));
    return switch (random.nextInt(16)) {
      case 0, 1 -> new Change.Put<>(key(number), "value " + unique);
      case 2 -> new Change.Remove(key(number));
      case 3, 4 ->
          new Change.PutMessage(
              message(number, chat, unique)
                  .withStatus(
                      random.nextBoolean() ? MessageStatus.QUEUED : MessageStatus.SENT,
                      Optional.empty()));
      case 11 ->
          new Change.MoveMessage(
              text(number, chat, "not stored")
                  .withStatus(
                      random.nextBoolean() ? MessageStatus.QUEUED : MessageStatus.DELIVERED,
                      Optional.empty()));
      case 5 ->
          new Change.PutOutgoing(
              new OutgoingMessage(
                  id(number),
                  "STANZA" + number,
                  chat,
                  // Most often what the message's own row holds too.
                  ByteString.copyFromUtf8(
                      "text " + (random.nextInt(4) == 0 ? "of its own" : number)),
                  Instant.ofEpochSecond(1_700_000_000L + number),
                  devices(random, chat),
                  devices(random, chat)));
      case 12, 13 ->
          stored
              .outgoing(id(number))
              .<Change>map(
                  outgoing ->
                      new Change.MoveOutgoing(
                          outgoing.deliveredTo(
                              Stream.concat(
                                      outgoing.delivered().stream(),
                                      devices(random, outgoing.to()).stream())
                                  .toList())))
              .orElse(new Change.RemovePrepared(id(number)));
      case 6 ->
          new Change.PutPrepared(
              new PreparedStanza(
                  number,
                  id(number),
                  "STANZA" + number,
                  ByteString.copyFromUtf8("bytes " + unique),
                  ""));
      case 7 -> new Change.RemovePrepared(id(number));
      case 14 -> new Change.JoinQueue(new QueuedMessage(id(number), chat));
      case 15 -> new Change.LeaveQueue(id(number));
      case 8 ->
          new Change.PutChat(
              new Chat(
                  chat,
                  Stream.of(CHATS.get(1)).filter(lid -> random.nextBoolean()).findFirst(),
                  Stream.of("name " + unique).filter(name -> random.nextBoolean()).findFirst(),
                  Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100)),
                  random.nextInt(9),
                  settings(random)));
      case 9 ->
          random.nextInt(3) == 0
              ? new Change.ForgetDevice()
              : new Change.MergeChats(CHATS.get(1), CHATS.get(0));
      default ->
          new Change.Append(
              id(10_000 + unique),
              Instant.ofEpochSecond(1_700_000_000L),
              new ConnectionEvent.Disconnected("515", "test"));
    };
  }

  private static ChatSettings settings(Random random) {
    return random.nextBoolean()
        ? ChatSettings.NONE
        : ChatSettings.NONE.withTimer(
            new ChatSettings.Timer(
                Duration.ofDays(random.nextInt(3)),
                Instant.ofEpochSecond(1_700_000_000L + random.nextInt(5))));
  }

  /** The encoded message of an id never changes. */
  private static StoredMessage message(int number, Jid chat, int unique) {
    StoredMessage base = text(number, chat, "text " + number);
    return new StoredMessage(
        base.id(),
        base.stanzaId(),
        base.chat(),
        base.chatLid(),
        base.sender(),
        base.senderDevice(),
        base.fromMe(),
        Optional.of("name " + unique),
        base.timestamp(),
        base.content(),
        base.encoded(),
        base.status(),
        base.failure(),
        Map.of("number", "" + unique));
  }

  /** Rarely more than there are bits for. */
  private static Set<Jid> devices(Random random, Jid chat) {
    int count = random.nextInt(5) == 0 ? 70 : random.nextInt(4);
    return IntStream.range(0, count)
        .mapToObj(device -> chat.withDevice(random.nextInt(99)))
        .collect(Collectors.toSet());
  }
}
