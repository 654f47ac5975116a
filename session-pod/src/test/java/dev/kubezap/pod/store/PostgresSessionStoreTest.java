package dev.kubezap.pod.store;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.store.Samples.outgoing;
import static dev.kubezap.pod.store.Samples.prepared;
import static dev.kubezap.pod.store.Samples.queued;
import static dev.kubezap.pod.store.Samples.text;
import static dev.kubezap.pod.store.Samples.withContent;
import static dev.kubezap.pod.store.Samples.withTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.ownership.Lease;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.QuotedMessage;
import dev.kubezap.whatsapp.content.SystemContent;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.device.DeviceList;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PostgresSessionStoreTest {
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");
  private static final Jid ALICE_LID = Jid.lid("777");
  private static final Jid BOB = Jid.phoneNumber("4915100000002");

  @AutoClose private final TestStore test = TestStore.open();
  private final PostgresSessionStore store = test.store();

  @Test
  void recordsAreReplacedRemovedAndReadInOneTrip() throws Exception {
    TestKey one = new TestKey("one");
    TestKey hostile = new TestKey("with \0 and \uD83D\uDE00");
    store.commit(List.of(new Change.Put<>(one, "1"), new Change.Put<>(hostile, "2\0")));
    store.commit(List.of(new Change.Put<>(one, "1b")));
    assertThat(store.read(List.of(one, hostile, new TestKey("absent"))))
        .containsExactlyInAnyOrderEntriesOf(Map.of(one, "1b", hostile, "2\0"));

    store.commit(
        List.of(
            new Change.Remove(one),
            new Change.Remove(new TestKey("absent")),
            new Change.Put<>(hostile, "lost"),
            new Change.Remove(hostile),
            new Change.Put<>(hostile, "last")));
    assertThat(store.read(one)).isEmpty();
    assertThat(store.read(hostile)).contains("last");
    assertThat(store.read(List.of())).isEmpty();
  }

  @Test
  void nothingSecretLiesInTheClearAndMovedRowsAreRefused() throws Exception {
    store.commit(
        List.of(
            new Change.Put<>(new TestKey("a"), "secret of a"),
            new Change.Put<>(new TestKey("b"), "secret of b"),
            new Change.PutMessage(text(1, ALICE, "secret text"))));
    assertThat(
            TestDatabase.number(
                "select count(*) from kubezap.state s, kubezap.message m where s.session_id = "
                    + test.session()
                    + " and m.session_id = s.session_id and (position('secret'::bytea in s.value) >"
                    + " 0 or position('secret'::bytea in m.sealed) > 0)"))
        .isZero();
    TestDatabase.execute(
        "update kubezap.state s set value = o.value from kubezap.state o where s.session_id = "
            + test.session()
            + " and o.session_id = s.session_id and s.name = 'a' and o.name = 'b'");
    assertThatThrownBy(() -> store.read(new TestKey("a"))).isInstanceOf(StoredStateException.class);
    assertThat(store.read(new TestKey("b"))).contains("secret of b");
  }

  private static final TextContent SAID =
      TextContent.of("hello \0 \uD83D\uDE00")
          .with(
              new MessageContext(
                  Optional.of(QuotedMessage.of("Q1")), List.of(BOB), false, 0, Optional.empty()));

  @Test
  void aDamagedRecordThatCanBeMadeAnewCountsAsAbsent() throws Exception {
    DeviceListKey key = new DeviceListKey(ALICE);
    store.commit(List.of(new Change.Put<>(key, new DeviceList(List.of()))));
    TestDatabase.execute(
        "update kubezap.state set value = substr(value, 1, length(value) - 1) where session_id = "
            + test.session());
    assertThat(store.read(key)).isEmpty();
  }

  /** What a receipt for many messages names is read at once. */
  @Test
  void manyAreReadByTheirNamesAndIds() throws Exception {
    store.commit(
        List.of(
            new Change.PutMessage(queued(1)),
            new Change.PutOutgoing(outgoing(1, Set.of())),
            new Change.PutMessage(queued(2)),
            new Change.PutOutgoing(outgoing(2, Set.of()))));
    assertThat(store.outgoingByStanza(List.of("STANZA2", "nobody", "STANZA1")))
        .containsOnlyKeys("STANZA2", "STANZA1")
        .containsEntry("STANZA1", outgoing(1, Set.of()));
    assertThat(store.messages(List.of(id(2), id(3), id(1))))
        .containsOnlyKeys(id(1), id(2))
        .containsEntry(id(2), queued(2));
    assertThat(store.messages(List.of())).isEmpty();
  }

  @Test
  void everyPartOfAMessageComesBack() throws Exception {
    StoredMessage full =
        new StoredMessage(
            id(1),
            "3EB0\0weird",
            ALICE,
            Optional.of(ALICE_LID),
            ALICE,
            12,
            false,
            Optional.of("Ali\0ce"),
            Instant.parse("2026-11-21T10:00:00.123456Z"),
            SAID,
            SAID.encode().toByteString(),
            MessageStatus.FAILED,
            Optional.of(new MessageFailure("whatsapp-refused", OptionalInt.of(463), "wait")),
            Map.of("order", "17", "", "empty name"));
    StoredMessage other =
        withContent(
            2,
            new PollContent("Tea?", List.of("yes", "no"), 1, MessageContext.NONE),
            MessageStatus.RECEIVED);
    StoredMessage unreadable =
        withContent(3, new UnreadableContent("no-session"), MessageStatus.UNDECRYPTED);
    StoredMessage system =
        withContent(
            4,
            new SystemContent("added", Optional.of(ALICE), List.of(BOB), Optional.of("invite")),
            MessageStatus.RECEIVED);
    store.commit(
        List.of(
            new Change.PutMessage(full),
            new Change.PutMessage(other),
            new Change.PutMessage(unreadable),
            new Change.PutMessage(system)));
    assertThat(store.message(system.id())).contains(system);
    assertThat(store.message(full.id())).contains(full);
    assertThat(store.message(other.id())).contains(other);
    assertThat(store.message(unreadable.id())).contains(unreadable);
    assertThat(store.messageByStanza(ALICE, "3EB0\0weird", false)).contains(full);
    assertThat(store.messageByStanza(ALICE, "3EB0\0weird", true)).isEmpty();
    assertThat(store.messageByStanza(BOB, "3EB0\0weird", false)).isEmpty();

    StoredMessage readable = withContent(3, TextContent.of("now"), MessageStatus.RECEIVED);
    store.commit(List.of(new Change.PutMessage(readable)));
    assertThat(store.message(readable.id())).contains(readable);
  }

  @Test
  void aMessageGoesFromQueuedToPreparedToSent() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      changes.add(new Change.PutMessage(queued(i)));
      changes.add(new Change.PutOutgoing(outgoing(i, Set.of())));
      changes.add(new Change.JoinQueue(new QueuedMessage(id(i), queued(i).chat())));
    }
    store.commit(changes);
    assertThat(store.queued(2)).extracting(QueuedMessage::id).containsExactly(id(1), id(2));
    assertThat(store.queuedIn(queued(2).chat(), 5)).contains(id(2));
    assertThat(store.queuedIn(Jid.group("nobody"), 5)).isEmpty();

    PreparedStanza second = prepared(20, 2, 1_000_000);
    PreparedStanza first = prepared(10, 1, 3);
    store.commit(
        List.of(
            new Change.MoveMessage(queued(1).withStatus(MessageStatus.PREPARED, Optional.empty())),
            new Change.MoveMessage(queued(2).withStatus(MessageStatus.PREPARED, Optional.empty())),
            new Change.LeaveQueue(id(1)),
            new Change.LeaveQueue(id(2)),
            new Change.PutOutgoing(outgoing(1, Set.of(ALICE, BOB.withDevice(3)))),
            new Change.PutPrepared(second),
            new Change.PutPrepared(first)));
    assertThat(store.queued(10)).containsExactly(new QueuedMessage(id(3), queued(3).chat()));
    assertThat(store.prepared()).containsExactly(first, second);
    assertThat(store.outgoing(id(1))).contains(outgoing(1, Set.of(ALICE, BOB.withDevice(3))));
    assertThat(store.outgoingByStanza("STANZA2")).contains(outgoing(2, Set.of()));
    assertThat(store.outgoingByStanza("nothing")).isEmpty();

    assertThat(store.message(id(1)))
        .contains(queued(1).withStatus(MessageStatus.PREPARED, Optional.empty()));

    Optional<MessageFailure> failure =
        Optional.of(new MessageFailure("whatsapp-refused", OptionalInt.of(463), "wait"));
    StoredMessage failed = queued(3).withStatus(MessageStatus.FAILED, failure);
    store.commit(List.of(new Change.MoveMessage(failed), new Change.LeaveQueue(id(3))));
    assertThat(store.message(id(3))).contains(failed);
    assertThat(store.queued(10)).isEmpty();

    store.commit(List.of(new Change.RemovePrepared(id(1))));
    assertThat(store.prepared()).containsExactly(second);
  }

  @Test
  void chatsAreMergedWithTheirMessages() throws Exception {
    Instant early = Instant.parse("2026-11-21T10:00:00Z");
    Instant late = Instant.parse("2026-11-21T11:00:00Z");
    store.commit(
        List.of(
            new Change.PutChat(
                new Chat(ALICE_LID, Optional.empty(), Optional.of("Alice"), late, 2)),
            new Change.PutMessage(text(1, ALICE_LID, "from lid")),
            new Change.PutChat(
                new Chat(ALICE, Optional.of(ALICE_LID), Optional.empty(), early, 1))));
    store.commit(
        List.of(
            new Change.MergeChats(ALICE_LID, ALICE),
            new Change.PutMessage(text(2, ALICE_LID, "stored after the merge"))));
    assertThat(store.chat(ALICE_LID)).isEmpty();
    assertThat(store.chat(ALICE))
        .contains(new Chat(ALICE, Optional.of(ALICE_LID), Optional.of("Alice"), late, 3));
    assertThat(store.message(id(1)).orElseThrow().chat()).isEqualTo(ALICE);
    assertThat(store.message(id(2)).orElseThrow().chat()).isEqualTo(ALICE_LID);

    store.commit(List.of(new Change.MergeChats(ALICE, BOB)));
    assertThat(store.chat(BOB).orElseThrow().unread()).isEqualTo(3);
    store.commit(List.of(new Change.MergeChats(ALICE, BOB)));
    assertThat(store.chat(BOB).orElseThrow().unread()).isEqualTo(3);
  }

  @Test
  void forgettingTheDeviceKeepsMessagesAndWhatComesAfter() throws Exception {
    store.commit(
        List.of(
            new Change.Put<>(new TestKey("old"), "x"),
            new Change.Put<>(new TestKey("idempotency", "old"), "x"),
            new Change.Put<>(new TestKey("quarantine", "old"), "x"),
            new Change.PutMessage(queued(1)),
            new Change.PutOutgoing(outgoing(1, Set.of())),
            new Change.PutPrepared(prepared(1, 1, 3))));
    store.commit(
        List.of(
            new Change.Put<>(new TestKey("before"), "x"),
            new Change.Put<>(new TestKey("idempotency", "before"), "x"),
            new Change.ForgetDevice(),
            new Change.Put<>(new TestKey("after"), "x")));
    assertThat(store.read(List.of(new TestKey("old"), new TestKey("before")))).isEmpty();
    assertThat(store.read(new TestKey("after"))).contains("x");
    assertThat(store.recordNames("idempotency", "", 3)).containsExactly("before", "old");
    assertThat(store.recordNames("quarantine", "", 3)).containsExactly("old");
    assertThat(store.prepared()).isEmpty();
    assertThat(store.outgoing(id(1))).isEmpty();
    assertThat(store.message(id(1))).isPresent();
  }

  @Test
  void eventsGetSequencesInCommitOrderAndWakeReaders() throws Exception {
    long seen = test.signal().count();
    store.commit(List.of(append(1), append(2)));
    assertThat(test.signal().await(seen, Duration.ZERO)).isTrue();
    store.commit(List.of(new Change.Put<>(new TestKey("k"), "no event")));
    assertThatThrownBy(
            () ->
                store.commit(
                    List.of(
                        append(3),
                        new Change.PutMessage(
                            withTime(9, Instant.parse("+999999999-01-01T00:00:00Z"))))))
        .isInstanceOf(RejectedChangeException.class);
    store.commit(List.of(append(4)));

    List<StoredEvent> events = test.events().after(0, 10);
    assertThat(events).extracting(StoredEvent::id).containsExactly(id(1), id(2), id(4));
    long first = (test.lease().grant().epoch() << 32) + 1;
    assertThat(events)
        .extracting(StoredEvent::sequence)
        .containsExactly(first, first + 1, first + 2);
    assertThat(events.getFirst().type()).isEqualTo("session.disconnected");
    assertThat(events.getFirst().data()).isEqualTo("{\"code\":\"1\",\"reason\":\"test \\u0000\"}");
    assertThat(test.events().after(first, 1)).extracting(StoredEvent::id).containsExactly(id(2));
    assertThat(test.events().last()).isEqualTo(first + 2);
    assertThat(test.events().sequenceOf(id(4))).hasValue(first + 2);
    assertThat(test.events().sequenceOf("nothing\0")).isEmpty();
    long stored = test.events().stored();
    assertThat(test.events().awaitStored(stored - 1, Duration.ofMinutes(1))).isTrue();
    assertThat(test.events().awaitStored(stored, Duration.ofMillis(1))).isFalse();
  }

  @Test
  void aFencedStoreStaysFenced() throws Exception {
    Lease successor = test.takeOver();
    assertThatThrownBy(() -> store.commit(List.of(append(1)))).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> store.commit(List.of())).isInstanceOf(FencedException.class);
    assertThat(test.events().after(0, 10)).isEmpty();
    PostgresSessionStore next = test.store(successor);
    next.commit(List.of(append(2)));
    assertThat(test.events().after(0, 10)).hasSize(1);
  }

  private static Change append(int number) {
    return new Change.Append(
        id(number),
        Instant.parse("2026-11-21T10:00:00Z"),
        new ConnectionEvent.Disconnected(Integer.toString(number), "test \0"));
  }
}
