package dev.kubezap.pod.store;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.store.Samples.outgoing;
import static dev.kubezap.pod.store.Samples.queued;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What one row holds is not stored in another, and comes back all the same. */
class StoredOnceTest {
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");
  private static final Jid BOB = Jid.phoneNumber("4915100000002");

  @AutoClose private final TestStore test = TestStore.open();
  private final PostgresSessionStore store = test.store();

  @Test
  void anEventThatNamesAMessageHasTheDocumentOfOneThatHoldsIt() throws Exception {
    StoredMessage sent = queued(1).withStatus(MessageStatus.SENT, Optional.empty());
    StoredMessage elsewhere = queued(2).withStatus(MessageStatus.SENT, Optional.empty());
    MessageFailure failure = new MessageFailure("whatsapp-refused", OptionalInt.of(463), "wait");
    store.commit(
        List.of(
            new Change.PutMessage(sent),
            event(1, new MessageEvent.Sent(sent)),
            event(2, status(sent, MessageStatus.SENT, Optional.empty())),
            event(3, status(elsewhere, MessageStatus.FAILED, Optional.of(failure))),
            event(4, new MessageEvent.Sent(elsewhere)),
            event(
                5,
                new MessageEvent.StatusChanged(
                    "no id", "STANZA\0", ALICE, MessageStatus.READ, Optional.empty()))));
    StoredMessage delivered = sent.withStatus(MessageStatus.DELIVERED, Optional.empty());
    store.commit(
        List.of(
            new Change.MoveMessage(delivered),
            event(6, status(sent, MessageStatus.DELIVERED, Optional.empty()))));
    // What becomes of the message later is no part of what happened.
    store.commit(
        List.of(
            new Change.PutChat(
                new Chat(ALICE, Optional.empty(), Optional.empty(), Instant.EPOCH, 0)),
            new Change.MergeChats(ALICE, BOB)));

    List<StoredEvent> events = test.events().after(0, 10);
    String named = "{\"id\":\"%s\",\"stanzaId\":\"STANZA1\",\"chatId\":\"%s\",\"status\":\"%s\"}";
    assertThat(events)
        .extracting(StoredEvent::data)
        .containsExactly(
            MessageJson.of(sent).toString(),
            named.formatted(sent.id(), ALICE, "sent"),
            "{\"id\":\"%s\",\"stanzaId\":\"STANZA2\",\"chatId\":\"%s\",\"status\":\"failed\","
                    .formatted(elsewhere.id(), ALICE)
                + "\"failure\":{\"code\":\"whatsapp-refused\",\"whatsappCode\":463,\"reason\":\"wait\"}}",
            MessageJson.of(elsewhere).toString(),
            "{\"id\":\"no id\",\"stanzaId\":\"STANZA\\u0000\",\"chatId\":\"%s\",\"status\":\"read\"}"
                .formatted(ALICE),
            named.formatted(sent.id(), ALICE, "delivered"));
    assertThat(
            TestDatabase.number(
                "select count(*) from kubezap.outbox where sealed is null and session_id = "
                    + test.session()))
        .isEqualTo(3);
  }

  @Test
  void whatTheMessagesRowHoldsIsNotStoredAgain() throws Exception {
    StoredMessage message = queued(1);
    OutgoingMessage outgoing =
        new OutgoingMessage(
            message.id(),
            message.stanzaId(),
            ALICE,
            message.encoded(),
            Instant.ofEpochSecond(1_700_000_000L),
            Set.of(BOB, ALICE.withDevice(3), ALICE),
            Set.of());
    store.commit(List.of(new Change.PutMessage(message), new Change.PutOutgoing(outgoing)));
    assertThat(store.outgoing(message.id())).contains(outgoing);
    long bytes = sealedOutgoing();
    store.commit(List.of(new Change.PutOutgoing(outgoing)));
    assertThat(store.outgoing(message.id())).contains(outgoing);
    assertThat(sealedOutgoing())
        .as("not known to be stored elsewhere")
        .isGreaterThanOrEqualTo(bytes + message.encoded().size());

    store.commit(List.of(new Change.MoveOutgoing(outgoing.deliveredTo(ALICE))));
    OutgoingMessage both = outgoing.deliveredTo(ALICE).deliveredTo(BOB);
    store.commit(List.of(new Change.MoveOutgoing(both)));
    assertThat(store.outgoing(message.id())).contains(both);
    Jid another = ALICE.withDevice(9);
    store.commit(List.of(new Change.MoveOutgoing(both.deliveredTo(another))));
    assertThat(store.outgoingByStanza(message.stanzaId())).contains(both.deliveredTo(another));
  }

  @Test
  void rowsFromBeforeTheyWereStoredOnceAreReadAsTheyWere() throws Exception {
    StoredMessage message = queued(1);
    OutgoingMessage before =
        new OutgoingMessage(
            message.id(),
            message.stanzaId(),
            ALICE,
            ByteString.copyFromUtf8("as it was then"),
            Instant.ofEpochSecond(1_700_000_000L),
            Set.of(ALICE, BOB, ALICE.withDevice(3)),
            Set.of(BOB));
    store.commit(List.of(new Change.PutMessage(message), new Change.PutOutgoing(before)));
    byte[] sealed =
        new RowCipher(test.cipher(), test.session())
            .seal(
                "outgoing",
                message.id(),
                new NumberedFields()
                    .add(1, ALICE.toString())
                    .add(2, before.message())
                    .add(3, ALICE.withDevice(3).toString())
                    .add(3, BOB.toString())
                    .add(3, ALICE.toString())
                    .add(4, BOB.toString())
                    .encode());
    TestDatabase.execute(
        "update kubezap.outgoing set delivered = 0, sealed = decode('%s', 'hex') where session_id = %d"
            .formatted(HexFormat.of().formatHex(sealed), test.session()));
    assertThat(store.outgoing(message.id())).contains(before);
    store.commit(List.of(new Change.MoveOutgoing(before.deliveredTo(ALICE))));
    assertThat(store.outgoing(message.id())).contains(before.deliveredTo(ALICE));
  }

  private long sealedOutgoing() throws Exception {
    return TestDatabase.number(
        "select sum(length(sealed)) from kubezap.outgoing where session_id = " + test.session());
  }

  private static Change event(int number, SessionEvent event) {
    return new Change.Append(id(number), Instant.parse("2026-11-21T10:00:00Z"), event);
  }

  private static SessionEvent status(
      StoredMessage message, MessageStatus status, Optional<MessageFailure> failure) {
    return new MessageEvent.StatusChanged(
        message.id(), message.stanzaId(), message.chat(), status, failure);
  }
}
