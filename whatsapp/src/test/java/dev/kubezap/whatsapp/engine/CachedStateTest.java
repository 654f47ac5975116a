package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was read or written last is not asked of the database again, and never stale. */
class CachedStateTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Jid CHAT = Jid.phoneNumber("49");

  private final MemoryStore store = new MemoryStore();
  private final List<String> asked = new ArrayList<>();
  private boolean fenced;
  private final CachedState cached = new CachedState(counted(), 2);

  /** The store behind it, which notes what it is asked. */
  private SessionStore counted() {
    return (SessionStore)
        Proxy.newProxyInstance(
            SessionStore.class.getClassLoader(),
            new Class<?>[] {SessionStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("commit") && fenced) {
                throw new FencedException("another owner");
              }
              asked.add(
                  method.getName()
                      + (arguments != null && arguments[0] instanceof Collection<?> all
                          ? all.size()
                          : ""));
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private List<String> asked() {
    List<String> since = List.copyOf(asked);
    asked.clear();
    return since;
  }

  private static QuarantineKey key(int number) {
    return new QuarantineKey("q" + number);
  }

  private static QuarantineKey.Entry entry(int number) {
    return new QuarantineKey.Entry("kind", "why " + number, ByteString.EMPTY, List.of(), NOW);
  }

  private static StoredMessage message(String id, MessageStatus status, boolean fromMe, int size) {
    return new StoredMessage(
        id,
        "S" + id,
        CHAT,
        Optional.empty(),
        CHAT,
        0,
        fromMe,
        Optional.empty(),
        NOW,
        TextContent.of("t"),
        ByteString.copyFrom(new byte[size]),
        status,
        Optional.empty(),
        Map.of());
  }

  private static OutgoingMessage outgoing(String id, int size) {
    return new OutgoingMessage(
        id, "S" + id, CHAT, ByteString.copyFrom(new byte[size]), NOW, Set.of(), Set.of());
  }

  private void commit(Change... changes) {
    try {
      cached.commit(List.of(changes));
    } catch (FencedException e) {
      throw new AssertionError(e);
    }
    asked.removeIf(method -> method.startsWith("commit"));
  }

  @Test
  void recordsAreReadOnceAlsoThoseThatAreAbsent() {
    commit(new Change.Put<>(key(1), entry(1)));
    assertThat(cached.read(key(1))).contains(entry(1));
    assertThat(asked()).isEmpty();
    assertThat(cached.read(List.of(key(1), key(2)))).isEqualTo(Map.of(key(1), entry(1)));
    assertThat(asked()).containsExactly("read1");
    assertThat(cached.read(key(2))).isEmpty();
    assertThat(asked()).isEmpty();
    assertThat(cached.read(key(3))).isEmpty();
    assertThat(cached.read(key(2))).isEmpty();
    assertThat(asked()).containsExactly("read1");
    // The one that was used least is gone: two are remembered.
    assertThat(cached.read(key(1))).contains(entry(1));
    assertThat(asked()).containsExactly("read1");
    commit(new Change.Remove(key(1)));
    assertThat(cached.read(key(1))).isEmpty();
    cached.forget();
    assertThat(cached.read(key(1))).isEmpty();
    assertThat(asked()).containsExactly("read1");
  }

  /** A peer decides how large some records are. */
  @Test
  void largeRecordsPushOutOthers() {
    QuarantineKey.Entry large =
        new QuarantineKey.Entry(
            "kind", "why", ByteString.copyFrom(new byte[20_000]), List.of(), NOW);
    commit(new Change.Put<>(key(1), entry(1)), new Change.Put<>(key(2), large));
    assertThat(cached.read(key(1))).contains(entry(1));
    assertThat(cached.read(key(2))).contains(large);
    assertThat(asked()).containsExactly("read1", "read1");
    commit(new Change.Put<>(key(1), entry(1)), new Change.Put<>(key(2), entry(2)));
    assertThat(cached.read(key(1))).contains(entry(1));
    assertThat(cached.read(key(2))).contains(entry(2));
    assertThat(asked()).isEmpty();
  }

  /** Another owner may have written. */
  @Test
  void aCommitThatFailedForgetsEverything() {
    commit(
        new Change.Put<>(key(1), entry(1)),
        new Change.PutMessage(message("m1", MessageStatus.QUEUED, true, 0)),
        new Change.PutOutgoing(outgoing("m1", 0)),
        new Change.JoinQueue(new QueuedMessage("m1", CHAT)));
    assertThat(cached.queued(9)).hasSize(1);
    asked.clear();
    fenced = true;
    assertThatThrownBy(() -> cached.commit(List.of(new Change.Put<>(key(1), entry(2)))))
        .isInstanceOf(FencedException.class);
    assertThat(cached.read(key(1))).contains(entry(1));
    assertThat(cached.message("m1")).isPresent();
    assertThat(cached.queued(9)).hasSize(1);
    assertThat(asked()).containsExactly("read1", "message", "queued");
  }

  @Test
  void whatWasSentIsRememberedUntilItsAcknowledgement() {
    StoredMessage sent = message("m1", MessageStatus.PREPARED, true, 0);
    PreparedStanza stanza = new PreparedStanza(1, "m1", "Sm1", ByteString.EMPTY, "");
    commit(
        new Change.PutMessage(sent),
        new Change.PutOutgoing(outgoing("m1", 0)),
        new Change.PutPrepared(stanza));
    assertThat(cached.message("m1")).contains(sent);
    assertThat(cached.outgoing("m1")).contains(outgoing("m1", 0));
    assertThat(cached.outgoingByStanza("Sm1")).contains(outgoing("m1", 0));
    assertThat(asked()).isEmpty();
    assertThat(cached.prepared("m1")).contains(stanza);
    assertThat(cached.prepared()).containsExactly(stanza);
    assertThat(cached.unacknowledged().stanzas()).isEqualTo(1);
    assertThat(asked()).containsExactly("prepared");
    PreparedStanza next = new PreparedStanza(2, "m2", "Sm2", ByteString.EMPTY, "");
    commit(new Change.RemovePrepared("m1"), new Change.PutPrepared(next));
    assertThat(cached.prepared("m1")).isEmpty();
    assertThat(cached.prepared()).containsExactly(next);
    assertThat(asked()).isEmpty();
  }

  /** What came in is not looked for again, and would only take the place of what was sent. */
  @Test
  void whatCameInIsReadFromTheStore() {
    commit(new Change.PutMessage(message("m1", MessageStatus.RECEIVED, false, 0)));
    assertThat(cached.message("m1")).isPresent();
    assertThat(asked()).containsExactly("message");
    assertThat(cached.outgoing("m1")).isEmpty();
    assertThat(cached.outgoingByStanza("Sm1")).isEmpty();
    assertThat(asked()).containsExactly("outgoing", "outgoingByStanza");
  }

  @Test
  void namesOnTheWireAreLookedUpTogetherAndOnce() {
    StanzaName name = new StanzaName(CHAT, "Sm1", false);
    StanzaName other = new StanzaName(CHAT, "Sm2", false);
    cached.fetch(
        List.of(
            new Wanted(List.of(key(1)), List.of(name)),
            new Wanted(List.of(key(1), key(2)), List.of(other))));
    assertThat(asked()).containsExactly("read2", "messagesByStanza2");
    cached.fetch(List.of(new Wanted(List.of(key(2)), List.of(name))));
    cached.fetch(List.of(Wanted.NOTHING));
    assertThat(cached.messagesByStanza(List.of(name, other))).isEmpty();
    assertThat(asked()).isEmpty();
    StoredMessage message = message("m1", MessageStatus.RECEIVED, false, 0);
    commit(new Change.PutMessage(message));
    assertThat(cached.messagesByStanza(List.of(name, other))).isEqualTo(Map.of(name, message));
    assertThat(cached.messagesByStanza(List.of(name))).isEqualTo(Map.of(name, message));
    assertThat(asked()).containsExactly("messagesByStanza1");
  }

  /** A peer decides how long its messages are, and may send their names again at no cost. */
  @Test
  void longMessagesPushOutOtherNames() {
    for (String id : List.of("m1", "m2", "m3")) {
      commit(new Change.PutMessage(message(id, MessageStatus.RECEIVED, false, 200_000)));
      assertThat(cached.messageByStanza(CHAT, "S" + id, false)).isPresent();
    }
    assertThat(asked()).hasSize(3);
    assertThat(cached.messageByStanza(CHAT, "Sm3", false)).isPresent();
    assertThat(asked()).isEmpty();
    assertThat(cached.messageByStanza(CHAT, "Sm1", false)).isPresent();
    assertThat(asked()).containsExactly("messagesByStanza1");
  }

  @Test
  void chatsAreReadOnceAlsoThoseThatAreAbsent() {
    Chat chat = new Chat(CHAT, Optional.empty(), Optional.empty(), NOW, 1);
    assertThat(cached.chat(CHAT)).isEmpty();
    assertThat(cached.chat(CHAT)).isEmpty();
    assertThat(asked()).containsExactly("chat");
    commit(new Change.PutChat(chat));
    assertThat(cached.chat(CHAT)).contains(chat);
    assertThat(asked()).isEmpty();
    commit(new Change.MergeChats(CHAT, Jid.phoneNumber("50")));
    assertThat(cached.chat(CHAT)).isEmpty();
    assertThat(asked()).containsExactly("chat");
  }

  /** A megabyte of what was sent, counted with what an entry costs beside its bytes. */
  @Test
  void longMessagesPushOutOthers() {
    commit(
        new Change.PutMessage(message("m1", MessageStatus.SENT, true, 0)),
        new Change.PutOutgoing(outgoing("m1", 0)));
    commit(
        new Change.PutMessage(message("m2", MessageStatus.SENT, true, (1 << 19) - 600)),
        new Change.PutOutgoing(outgoing("m2", (1 << 20) - 1_100)));
    assertThat(cached.message("m1")).isPresent();
    assertThat(cached.outgoing("m1")).isPresent();
    assertThat(cached.outgoingByStanza("Sm1")).isPresent();
    assertThat(asked()).isEmpty();
    commit(
        new Change.PutMessage(message("m3", MessageStatus.SENT, true, 0)),
        new Change.PutOutgoing(outgoing("m3", 0)));
    assertThat(cached.message("m2")).isPresent();
    assertThat(cached.outgoing("m2")).isPresent();
    assertThat(cached.outgoingByStanza("Sm2")).isPresent();
    assertThat(asked()).containsExactly("message", "outgoing", "outgoingByStanza");
  }

  private static Change[] queued(int from, int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      String id = "m%05d".formatted(i);
      changes.add(new Change.PutMessage(message(id, MessageStatus.QUEUED, true, 0)));
      changes.add(new Change.PutOutgoing(outgoing(id, 0)));
      changes.add(new Change.JoinQueue(new QueuedMessage(id, CHAT)));
    }
    return changes.toArray(Change[]::new);
  }

  private static Change[] sent(int from, int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      changes.add(
          new Change.MoveMessage(message("m%05d".formatted(i), MessageStatus.SENT, true, 0)));
      changes.add(new Change.LeaveQueue("m%05d".formatted(i)));
    }
    return changes.toArray(Change[]::new);
  }

  /** Beyond five thousand the store is asked each time, until enough of them have left. */
  @Test
  void aQueueThatIsTooLongIsNotRemembered() {
    commit(queued(0, 5_000));
    assertThat(cached.queued(1)).containsExactly(new QueuedMessage("m00000", CHAT));
    assertThat(cached.queued(1)).hasSize(1);
    assertThat(cached.queuedIn(CHAT, 2)).containsExactly("m00000", "m00001");
    assertThat(cached.queuedIn(Jid.phoneNumber("50"), 2)).isEmpty();
    assertThat(asked()).containsExactly("queued");
    commit(queued(5_000, 1));
    assertThat(cached.queued(9_999)).hasSize(5_001);
    assertThat(cached.queuedIn(CHAT, 1)).hasSize(1);
    assertThat(cached.queued(1)).hasSize(1);
    assertThat(asked()).containsExactly("queued", "queuedIn", "queued");
    commit(sent(0, 1_250));
    assertThat(cached.queued(1)).hasSize(1);
    assertThat(cached.queued(1)).hasSize(1);
    assertThat(asked()).containsExactly("queued", "queued");
    commit(sent(1_250, 1));
    assertThat(cached.queued(1)).containsExactly(new QueuedMessage("m01251", CHAT));
    assertThat(cached.queued(9_999)).hasSize(3_750);
    assertThat(asked()).containsExactly("queued");
    commit(sent(1_251, 3_750));
    assertThat(cached.queued(1)).isEmpty();
    assertThat(cached.queuedIn(CHAT, 1)).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void namesOfRecordsAreTheStores() {
    commit(new Change.Put<>(key(1), entry(1)), new Change.Put<>(key(2), entry(2)));
    assertThat(cached.recordNames("quarantine", "", 9)).containsExactly("q1", "q2");
    assertThat(asked()).containsExactly("recordNames");
  }
}
