package dev.kubezap.pod.store;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.store.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.appstate.LabelKey;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private final ChatQueries chats = new ChatQueries(test.reads(), test.session(), test.cipher());
  private final QueueQueries queue = new QueueQueries(test.reads(), test.session(), test.cipher());

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
  void whatIsBeforeAndAfterAPlaceIsListed() {
    MessageQuery.Edge six = new MessageQuery.Edge(at(6), Optional.of(id(6)));
    MessageQuery.Edge noon = new MessageQuery.Edge(at(6), Optional.empty());
    for (MessageQuery.Edge edge : List.of(six, noon)) {
      MessageQuery before = between(Optional.of(edge), Optional.empty());
      assertThat(ids(queries.messages(before, 50, FIRST)))
          .containsExactly(id(5), id(4), id(3), id(2), id(1));
      assertThat(ids(queries.messages(before.in(ALICE), 50, FIRST))).containsExactly(id(4), id(2));
      MessageQuery after = between(Optional.empty(), Optional.of(edge));
      assertThat(ids(queries.messages(after, 2, FIRST))).containsExactly(id(10), id(9));
      assertThat(queries.count(after.in(ALICE))).isEqualTo(2);
    }
  }

  private static Instant at(int number) {
    return text(number, ALICE, "x").timestamp();
  }

  private static MessageQuery between(
      Optional<MessageQuery.Edge> before, Optional<MessageQuery.Edge> after) {
    return new MessageQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        before,
        after);
  }

  @Test
  void chatsAreFoundByNameNumberAndTime() throws Exception {
    List<Change> more = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      more.add(
          new Change.PutChat(
              new Chat(
                  Jid.phoneNumber("49151" + (10_000_000 + i)),
                  Optional.empty(),
                  Optional.of(i % 600 == 7 ? "Äpfel " + i : "Other"),
                  Instant.ofEpochSecond(1_600_000_000L + i),
                  0)));
    }
    test.store().commit(more);

    Slice<Chat> first = chats.chats(named("äpfel"), 0, 1, FIRST);
    assertThat(first.items()).extracting(Chat::name).containsExactly(Optional.of("Äpfel 607"));
    Slice<Chat> second = chats.chats(named("äpfel"), 0, 1, first.nextCursor());
    assertThat(second.items()).extracting(Chat::name).containsExactly(Optional.of("Äpfel 7"));
    assertThat(chats.chats(named("äpfel"), 1, 5, FIRST).items())
        .extracting(Chat::name)
        .containsExactly(Optional.of("Äpfel 7"));
    assertThat(chats.chats(named("+4915110000003"), 0, 5, FIRST).items()).hasSize(1);
    assertThat(chats.chats(named("nobody"), 0, 5, FIRST).nextCursor()).isEmpty();
    Optional<Instant> time = Optional.of(Instant.ofEpochSecond(1_600_000_003L));
    assertThat(chats.count(at(time, Optional.empty()))).as("and the two of before").isEqualTo(5);
    assertThat(chats.count(at(Optional.empty(), time))).isEqualTo(1_196);
  }

  private static ChatQuery named(String text) {
    return new ChatQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(text),
        Optional.empty());
  }

  private static ChatQuery at(Optional<Instant> before, Optional<Instant> after) {
    return new ChatQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        before,
        after,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void groupsOfChatsAreFound() throws Exception {
    Group group =
        new Group(
            Jid.group("120363001"),
            "Garden",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new Group.Settings(true, false, false, true, Duration.ofDays(7)),
            Group.Addressing.LID,
            Optional.empty(),
            List.of());
    test.store().commit(List.of(new Change.Put<>(new GroupKey(group.id()), group)));

    assertThat(chats.groups(List.of(ALICE, group.id(), Jid.group("120363002"))))
        .containsExactly(Map.entry(group.id(), group));
    assertThat(chats.groups(List.of(ALICE))).isEmpty();
  }

  @Test
  void chatsAreListedByTheirNewestMessage() {
    Slice<Chat> first = chats.chats(ChatQuery.ALL, 0, 1, FIRST);
    assertThat(first.items()).extracting(Chat::id).containsExactly(BOB);
    Slice<Chat> second = chats.chats(ChatQuery.ALL, 0, 1, first.nextCursor());
    assertThat(second.items()).extracting(Chat::id).containsExactly(ALICE);
    assertThat(second.nextCursor()).isEmpty();
    assertThat(chats.chat(ALICE_LID).orElseThrow().id()).isEqualTo(ALICE);
    assertThat(chats.chat(Jid.lid("unknown"))).isEmpty();
  }

  @Test
  void chatsAreChosenByKindAndByWhatIsUnread() throws Exception {
    Jid group = Jid.of("12036304@g.us");
    test.store()
        .commit(
            List.of(
                new Change.PutChat(
                    new Chat(
                        group, Optional.empty(), Optional.empty(), Instant.ofEpochSecond(5), 0)),
                new Change.PutMessage(text(11, group, "in the group"))));
    assertThat(chosen(Optional.of(ChatQuery.Kind.GROUP), Optional.empty())).containsExactly(group);
    assertThat(chosen(Optional.of(ChatQuery.Kind.DIRECT), Optional.empty()))
        .containsExactly(BOB, ALICE);
    assertThat(chosen(Optional.of(ChatQuery.Kind.CHANNEL), Optional.empty())).isEmpty();
    assertThat(chosen(Optional.empty(), Optional.of(true))).containsExactly(BOB);
    assertThat(chosen(Optional.empty(), Optional.of(false))).containsExactly(ALICE, group);
    assertThat(chats.count(ChatQuery.ALL)).isEqualTo(3);
    assertThat(chats.chats(ChatQuery.ALL, 2, 5, FIRST).items())
        .extracting(Chat::id)
        .containsExactly(group);
  }

  @Test
  void chatsAreChosenByTheirLabels() throws Exception {
    Label paid = new LabelKey(LabelKey.KIND, "7").decode(ByteString.EMPTY);
    test.store()
        .commit(
            List.of(
                new Change.Put<>(LabelKey.of("7"), paid),
                labelled(ALICE, Set.of("7", "8")),
                labelled(BOB, Set.of("8"))));
    assertThat(chats.chat(ALICE).orElseThrow().settings().labels())
        .containsExactlyInAnyOrder("7", "8");
    assertThat(labelled("7")).containsExactly(ALICE);
    // A label that was deleted.
    assertThat(labelled("8")).isEmpty();
    assertThat(chats.labels()).containsExactly("7");
    test.store().commit(List.of(new Change.MergeChats(BOB, ALICE)));
    assertThat(chats.chat(ALICE).orElseThrow().settings().labels())
        .containsExactlyInAnyOrder("7", "8");
    test.store().commit(List.of(labelled(ALICE, Set.of())));
    assertThat(chats.chat(ALICE).orElseThrow().settings().labels()).isEmpty();
    assertThat(labelled("7")).isEmpty();
  }

  private Change labelled(Jid chat, Set<String> labels) {
    Chat stored = chats.chat(chat).orElseThrow();
    return new Change.PutChat(stored.with(stored.settings().withLabels(labels)));
  }

  private List<Jid> labelled(String label) {
    ChatQuery query =
        new ChatQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(label));
    List<Jid> found = chats.chats(query, 0, 10, FIRST).items().stream().map(Chat::id).toList();
    assertThat(chats.count(query)).isEqualTo(found.size());
    return found;
  }

  private List<Jid> chosen(Optional<ChatQuery.Kind> kind, Optional<Boolean> unread) {
    return chats.chats(new ChatQuery(kind, unread), 0, 10, FIRST).items().stream()
        .map(Chat::id)
        .toList();
  }

  @Test
  void theNewestMessageOfEachChatIsFoundAlsoUnderAnEarlierName() throws Exception {
    assertThat(last(ALICE)).isEqualTo(id(10));
    assertThat(last(BOB)).isEqualTo(id(9));
    test.store().commit(List.of(new Change.MergeChats(ALICE, BOB)));
    assertThat(last(BOB)).isEqualTo(id(10));
    assertThat(chats.lastMessages(List.of(Jid.lid("1"), Jid.phoneNumber("1")))).isEmpty();
  }

  @Test
  void tellsWhenSomethingCameInChatsLast() {
    assertThat(chats.lastMessageTimes(List.of(BOB, ALICE, Jid.phoneNumber("1"))))
        .containsOnly(
            Map.entry(ALICE, Instant.ofEpochSecond(20)), Map.entry(BOB, Instant.ofEpochSecond(30)));
    assertThat(chats.lastMessageTimes(List.of())).isEmpty();
  }

  private String last(Jid chat) {
    return Objects.requireNonNull(chats.lastMessages(List.of(ALICE, BOB)).get(chat)).id();
  }

  @Test
  void someOfTheFirstAreLeftOutAndAllAreCounted() {
    MessageQuery alice = MessageQuery.ofChat(ALICE);
    assertThat(ids(queries.messages(alice, 3, 50, FIRST))).containsExactly(id(4), id(2));
    assertThat(ids(queries.messages(MessageQuery.ALL, 8, 50, FIRST))).containsExactly(id(2), id(1));
    assertThat(queries.count(alice)).isEqualTo(5);
    assertThat(queries.count(MessageQuery.ALL)).isEqualTo(10);
  }

  @Test
  void messagesAreFoundByWhatTheirCallerGaveThem() throws Exception {
    StoredMessage order =
        Samples.with(text(11, ALICE, "order"), Map.of("order", "4711", "by", "x"));
    test.store().commit(List.of(new Change.PutMessage(order)));
    // Written again as it fails; its rows stay one each.
    test.store()
        .commit(
            List.of(new Change.PutMessage(order.withStatus(MessageStatus.SENT, Optional.empty()))));
    assertThat(ids(queries.messages(of("order", "4711"), 5, FIRST))).containsExactly(id(11));
    assertThat(queries.count(of("by", "x"))).isEqualTo(1);
    assertThat(queries.messages(of("order", "471"), 5, FIRST).items()).isEmpty();
    assertThat(queries.messages(of("orde", "r4711"), 5, FIRST).items()).isEmpty();
    assertThat(ids(queries.messages(of("order", "4711").in(ALICE), 5, FIRST)))
        .containsExactly(id(11));
    assertThat(queries.messages(of("order", "4711").in(BOB), 5, FIRST).items()).isEmpty();
  }

  private static MessageQuery of(String name, String value) {
    return new MessageQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new MessageQuery.Metadata(name, value)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatWasDeletedForEveryoneIsChosenOrLeftOut() throws Exception {
    MessageAdditions gone =
        new MessageAdditions(
            List.of(),
            List.of(),
            Optional.of(new MessageAdditions.Deletion(ALICE, Instant.ofEpochSecond(40))),
            List.of());
    test.store().commit(List.of(new Change.Put<>(new AdditionsKey(id(4)), gone)));
    assertThat(ids(queries.messages(deleted(true), 50, FIRST))).containsExactly(id(4));
    assertThat(ids(queries.messages(deleted(false).in(ALICE), 50, FIRST)))
        .containsExactly(id(10), id(8), id(6), id(2));
  }

  private static MessageQuery deleted(boolean deleted) {
    return new MessageQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(deleted),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatWaitsIsListedInItsOrder() throws Exception {
    Instant accepted = Instant.parse("2026-11-23T10:00:00Z");
    test.store()
        .commit(
            List.of(
                new Change.JoinQueue(new QueuedMessage(id(3), BOB)),
                new Change.PutOutgoing(outgoing(id(20), accepted, Optional.of(id(3)))),
                new Change.JoinQueue(new QueuedMessage(id(20), BOB)),
                new Change.JoinQueue(new QueuedMessage(id(4), ALICE))));
    Slice<QueueQueries.Queued> first = queue.page(2, FIRST);
    assertThat(first.items()).extracting(QueueQueries.Queued::id).containsExactly(id(3), id(4));
    assertThat(first.items().getFirst().message().orElseThrow().id()).isEqualTo(id(3));
    QueueQueries.Queued change = queue.page(2, first.nextCursor()).items().getFirst();
    assertThat(change)
        .isEqualTo(
            new QueueQueries.Queued(
                id(20),
                Optional.of(BOB),
                Optional.of(accepted),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    String other = encoded("2026-11-23T10:00:00Z nothing");
    refused(() -> queue.page(2, Optional.of(other)), other);
  }

  @Test
  void tellsWhenAMessageGotHowFar() throws Exception {
    StoredMessage message = text(3, BOB, "text 3");
    test.store()
        .commit(
            List.of(
                new Change.PutMessage(message.withStatus(MessageStatus.PREPARED, Optional.empty())),
                new Change.PutOutgoing(
                    outgoing(id(3), Instant.parse("2026-11-23T10:00:00Z"), Optional.empty()))));
    assertThat(queries.times(id(3)))
        .isEqualTo(
            new MessageTimes(
                Optional.of(Instant.parse("2026-11-23T10:00:00Z")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    for (MessageStatus status : List.of(MessageStatus.SENT, MessageStatus.DELIVERED)) {
      test.store()
          .commit(List.of(new Change.MoveMessage(message.withStatus(status, Optional.empty()))));
    }
    MessageTimes times = queries.times(id(3));
    assertThat(times.sent()).isPresent();
    assertThat(times.delivered().orElseThrow()).isAfterOrEqualTo(times.sent().orElseThrow());
    assertThat(times.read()).isEmpty();
    assertThat(queries.times("nothing")).isEqualTo(MessageTimes.NONE);
  }

  @Test
  void whatWasErasedIsKnownAndNotShown() throws Exception {
    test.store().commit(List.of(new Change.PutMessage(text(10, ALICE, "text 10").purged())));
    assertThat(queries.message(id(10))).isEmpty();
    assertThat(ids(queries.messages(MessageQuery.ofChat(ALICE), 2, FIRST)))
        .containsExactly(id(8), id(6));
    assertThat(queries.count(MessageQuery.ALL)).isEqualTo(9);
    assertThat(Objects.requireNonNull(chats.lastMessages(List.of(ALICE)).get(ALICE)).id())
        .isEqualTo(id(8));
    StoredMessage left = test.store().message(id(10)).orElseThrow();
    assertThat(left.isPurged()).isTrue();
    assertThat(left.encoded()).isEmpty();
    assertThat(left.stanzaId()).isEqualTo("STANZA10");
  }

  @Test
  void whatWaitsForItsTimeIsListedWithIt() throws Exception {
    Instant accepted = Instant.parse("2026-11-23T10:00:00Z");
    SendPlan plan =
        new SendPlan(
            Optional.of(accepted.plusSeconds(60)),
            Optional.of(accepted.plusSeconds(90)),
            Duration.ofSeconds(3));
    test.store()
        .commit(
            List.of(
                new Change.PutOutgoing(outgoing(id(3), accepted, Optional.empty()).planned(plan)),
                new Change.Put<>(new DelayedSend("001795430460000/" + id(3)), true)));

    List<QueueQueries.Queued> waiting = queue.page(9, FIRST).items();
    assertThat(waiting).extracting(QueueQueries.Queued::id).containsExactly(id(3));
    assertThat(waiting.getFirst().sendAt()).contains(accepted.plusSeconds(60));
    assertThat(waiting.getFirst().expiresAt()).contains(accepted.plusSeconds(90));
    assertThat(waiting.getFirst().chat()).contains(BOB);
    assertThat(test.store().outgoing(id(3)).orElseThrow().plan()).isEqualTo(plan);
    assertThat(test.store().queued(9)).isEmpty();
  }

  /** As the client names it. */
  private record DelayedSend(String name) implements RecordKey<Boolean> {
    @Override
    public String kind() {
      return "delayed-send";
    }

    @Override
    public ByteString encode(Boolean value) {
      return ByteString.EMPTY;
    }

    @Override
    public Boolean decode(ByteString encoded) {
      return true;
    }
  }

  private static OutgoingMessage outgoing(String id, Instant at, Optional<String> changes) {
    return new OutgoingMessage(
        id, "OUT" + id, BOB, ByteString.EMPTY, at, Set.of(), Set.of(), changes);
  }

  @Test
  void cursorsOfOthersAreRefused() {
    String ofChats = chats.chats(ChatQuery.ALL, 0, 1, FIRST).nextCursor().orElseThrow();
    for (String bad : List.of("", "x", "%%", "bm90IGEgY3Vyc29y", ofChats)) {
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
      refused(() -> chats.chats(ChatQuery.ALL, 0, 5, Optional.of(bad)), time);
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
