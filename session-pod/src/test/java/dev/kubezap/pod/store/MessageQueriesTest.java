package dev.kubezap.pod.store;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.store.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageQueriesTest {
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");
  private static final Jid ALICE_LID = Jid.lid("777");
  private static final Jid BOB = Jid.phoneNumber("4915100000002");
  private static final Optional<String> FIRST = Optional.empty();

  @AutoClose private final TestStore test = TestStore.open();
  private final MessageQueries queries = test.queries();

  @BeforeEach
  void open() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      changes.add(new Change.PutMessage(text(i, i % 2 == 0 ? ALICE : BOB, "text " + i)));
    }
    changes.add(
        new Change.PutChat(
            new Chat(
                ALICE, Optional.of(ALICE_LID), Optional.empty(), Instant.ofEpochSecond(20), 0)));
    changes.add(
        new Change.PutChat(
            new Chat(BOB, Optional.empty(), Optional.empty(), Instant.ofEpochSecond(30), 4)));
    test.store().commit(changes);
  }

  @Test
  void findsByIdAndBearsWhatIsNone() {
    assertThat(queries.message(id(3)).orElseThrow().id()).isEqualTo(id(3));
    for (String none : List.of("", "nothing", "\0", id(99), "' or true --", "1-1-1-1-1")) {
      assertThat(queries.message(none)).isEmpty();
    }
  }

  @Test
  void pagesOfAChatAreNewestFirstAndStableUnderInserts() throws Exception {
    MessageQuery alice = MessageQuery.ofChat(ALICE_LID);
    Slice<StoredMessage> first = queries.messages(alice, 2, FIRST);
    assertThat(ids(first)).containsExactly(id(10), id(8));
    test.store().commit(List.of(new Change.PutMessage(text(12, ALICE, "newer"))));
    Slice<StoredMessage> second = queries.messages(alice, 2, first.nextCursor());
    assertThat(ids(second)).containsExactly(id(6), id(4));
    Slice<StoredMessage> last = queries.messages(alice, 2, second.nextCursor());
    assertThat(ids(last)).containsExactly(id(2));
    assertThat(last.nextCursor()).isEmpty();
  }

  @Test
  void pagesOfAllMessagesGoByStoring() {
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = FIRST;
    do {
      Slice<StoredMessage> slice = queries.messages(MessageQuery.ALL, 3, cursor);
      seen.addAll(ids(slice));
      cursor = slice.nextCursor();
    } while (cursor.isPresent());
    assertThat(seen)
        .containsExactly(id(10), id(9), id(8), id(7), id(6), id(5), id(4), id(3), id(2), id(1));
  }

  @Test
  void everyFilterRestricts() {
    Optional<Instant> from = Optional.of(Instant.ofEpochSecond(1_700_000_004L));
    Optional<Instant> to = Optional.of(Instant.ofEpochSecond(1_700_000_007L));
    MessageQuery times =
        new MessageQuery(
            Optional.empty(),
            Optional.of(false),
            Optional.of("text"),
            Optional.of(MessageStatus.RECEIVED),
            Optional.of(BOB),
            from,
            to,
            Optional.empty());
    assertThat(ids(queries.messages(times, 50, FIRST))).containsExactly(id(5));
    assertThat(queries.messages(with(Optional.of(true), Optional.empty()), 50, FIRST).items())
        .isEmpty();
    assertThat(ids(queries.messages(with(Optional.empty(), Optional.of("STANZA7")), 50, FIRST)))
        .containsExactly(id(7));
    assertThat(queries.messages(with(Optional.empty(), Optional.of("\0")), 50, FIRST).items())
        .isEmpty();
  }

  @Test
  void chatsAreListedByTheirNewestMessage() {
    Slice<Chat> first = queries.chats(1, FIRST);
    assertThat(first.items()).extracting(Chat::id).containsExactly(BOB);
    Slice<Chat> second = queries.chats(1, first.nextCursor());
    assertThat(second.items()).extracting(Chat::id).containsExactly(ALICE);
    assertThat(second.nextCursor()).isEmpty();
    assertThat(queries.chat(ALICE_LID).orElseThrow().id()).isEqualTo(ALICE);
    assertThat(queries.chat(Jid.lid("unknown"))).isEmpty();
  }

  @Test
  void cursorsOfOthersAreRefused() {
    String chats = queries.chats(1, FIRST).nextCursor().orElseThrow();
    for (String bad : List.of("", "x", "%%", "bm90IGEgY3Vyc29y", chats)) {
      refused(() -> queries.messages(MessageQuery.ALL, 5, Optional.of(bad)), bad);
    }
  }

  /** What looks like a cursor and is none that PostgreSQL could read. */
  @Test
  void cursorsThatNobodyGaveAreRefusedBeforeTheDatabaseSeesThem() {
    String id = id(1);
    for (String time : List.of("+999999999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z")) {
      String bad = encoded(time + " " + id);
      refused(() -> queries.messages(MessageQuery.ofChat(ALICE), 5, Optional.of(bad)), time);
      refused(() -> queries.chats(5, Optional.of(bad)), time);
    }
    String loose = encoded("2026-11-21T00:00:00Z 1-2-3-4-" + "0".repeat(28));
    refused(() -> queries.messages(MessageQuery.ALL, 5, Optional.of(loose)), loose);
  }

  private static void refused(ThrowingCallable read, String cursor) {
    assertThatThrownBy(read).as(cursor).isInstanceOf(BadCursorException.class);
  }

  private static String encoded(String cursor) {
    return Base64.getUrlEncoder().encodeToString(cursor.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageQuery with(Optional<Boolean> fromMe, Optional<String> stanzaId) {
    return new MessageQuery(
        Optional.empty(),
        fromMe,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        stanzaId);
  }

  private static List<String> ids(Slice<StoredMessage> slice) {
    return slice.items().stream().map(StoredMessage::id).toList();
  }
}
