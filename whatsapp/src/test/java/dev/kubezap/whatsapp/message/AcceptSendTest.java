package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.QuotedMessage;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.ContextInfo;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A request to send: stored with its id before its caller hears of it, and once for each key. */
class AcceptSendTest {
  private static final TextContent HELLO = TextContent.of("hello");
  private static final SendRequest.Idempotency KEY =
      new SendRequest.Idempotency("k", ByteString.copyFromUtf8("hash"));

  private final MemoryStore store = new MemoryStore();

  private static SendRequest request(Jid to, SendRequest.Idempotency... key) {
    return new SendRequest(to, HELLO, Map.of("order", "7"), List.of(key).stream().findFirst());
  }

  private Outcome asked(SendRequest request) {
    return asked(request, online(DEVICE));
  }

  private Outcome asked(SendRequest request, Turn turn) {
    return decide(new AcceptSend(), request, store, turn);
  }

  private static Outcome says(SendResult result) {
    return Outcome.builder().effect(new Effect.Answer(result)).build();
  }

  private static StoredMessage accepted(Outcome outcome) {
    return ((SendResult.Accepted) ((Effect.Answer) outcome.effects().getFirst()).value()).message();
  }

  private Outcome stored(StoredMessage message, Jid to, Optional<Chat> before) {
    return Outcome.builder()
        .change(new Change.PutMessage(message))
        .change(
            new Change.PutOutgoing(
                new OutgoingMessage(
                    message.id(),
                    message.stanzaId(),
                    to,
                    message.encoded(),
                    NOW,
                    Set.of(),
                    Set.of())))
        .change(new Change.JoinQueue(new QueuedMessage(message.id(), message.chat())))
        .change(
            new Change.PutChat(
                new Chat(
                    message.chat(),
                    message.chatLid(),
                    before.flatMap(Chat::name),
                    NOW,
                    before.map(Chat::unread).orElse(0))))
        .effect(new Effect.Answer(new SendResult.Accepted(message)))
        .effect(new Effect.Enqueue(new PrepareSend.Prepare(message.id())))
        .build();
  }

  @Test
  void anAcceptedMessageIsStoredWithItsIdAndQueued() throws Exception {
    Outcome outcome = asked(request(BOB.withDevice(3)));
    StoredMessage message = accepted(outcome);
    assertThat(outcome).isEqualTo(stored(message, BOB, Optional.empty()));
    assertThat(message)
        .isEqualTo(
            new StoredMessage(
                message.id(),
                message.stanzaId(),
                BOB,
                Optional.empty(),
                OWN,
                7,
                true,
                Optional.empty(),
                NOW,
                HELLO,
                message.encoded(),
                MessageStatus.QUEUED,
                Optional.empty(),
                Map.of("order", "7")));
    assertThat(message.stanzaId()).matches("3EB0[0-9A-F]{18}");
    Message encoded = Message.parseFrom(message.encoded());
    assertThat(encoded.getConversation()).isEqualTo("hello");
    // What edits, reactions and votes on it are encrypted by.
    assertThat(encoded.getMessageContextInfo().getMessageSecret().size()).isEqualTo(32);
  }

  @Test
  void whoHasTwoNamesHasOneChat() {
    Chat chat = new Chat(BOB, Optional.of(BOB_LID), Optional.of("Bobby"), NOW.minusSeconds(60), 2);
    store(store, new Change.PutChat(chat));
    assertThat(accepted(asked(request(BOB_LID))).chat()).isEqualTo(BOB_LID);
    assertThat(accepted(asked(request(BOB_LID))).chatLid()).isEmpty();
    store(
        store,
        new Change.Put<>(new PhoneOfLid(BOB_LID), BOB),
        new Change.Put<>(new LidOfPhone(BOB), BOB_LID));
    for (Jid name : List.of(BOB, BOB_LID)) {
      Outcome outcome = asked(request(name));
      StoredMessage message = accepted(outcome);
      assertThat(message.chat()).isEqualTo(BOB);
      assertThat(message.chatLid()).contains(BOB_LID);
      assertThat(outcome).isEqualTo(stored(message, name, Optional.of(chat)));
    }
  }

  @Test
  void mentionsAndTheQuotedMessageGoAlong() throws Exception {
    MessageContext context =
        new MessageContext(
            Optional.of(
                QuotedMessage.of("3EB0q", BOB, TextContent.of("how?").encode().toByteString())),
            List.of(BOB),
            false,
            0,
            Optional.empty());
    TextContent answer = TextContent.of("hello").with(context);
    StoredMessage message =
        accepted(asked(new SendRequest(BOB, answer, Map.of(), Optional.empty())));
    ContextInfo sent =
        Message.parseFrom(message.encoded()).getExtendedTextMessage().getContextInfo();
    assertThat(sent.getStanzaId()).isEqualTo("3EB0q");
    assertThat(sent.getParticipant()).isEqualTo(BOB.toString());
    assertThat(sent.getQuotedMessage().getConversation()).isEqualTo("how?");
    assertThat(sent.getMentionedJidList()).containsExactly(BOB.toString());
    assertThat(Contents.read(message.encoded())).isEqualTo(answer);
  }

  @Test
  void aKeyStandsForOneMessage() {
    Outcome first = asked(request(BOB, KEY));
    StoredMessage message = accepted(first);
    assertThat(first.changes())
        .contains(
            new Change.Put<>(
                new IdempotencyRecord("k"),
                new IdempotencyRecord.Used(KEY.requestHash(), message.id())));
    store(store, first.changes());
    assertThat(asked(request(BOB, KEY))).isEqualTo(says(new SendResult.Repeated(message)));
    SendRequest.Idempotency other =
        new SendRequest.Idempotency("k", ByteString.copyFromUtf8("another"));
    assertThat(asked(request(BOB, other))).isEqualTo(says(new SendResult.KeyReused()));
    MemoryStore pruned = new MemoryStore();
    store(
        pruned,
        new Change.Put<>(
            new IdempotencyRecord("k"), new IdempotencyRecord.Used(KEY.requestHash(), "gone")));
    assertThat(decide(new AcceptSend(), request(BOB, KEY), pruned, online(DEVICE)))
        .isEqualTo(says(new SendResult.KeyReused()));
  }

  @Test
  void whatCannotBeSentIsRefusedWithWhatToDo() {
    assertThat(asked(request(BOB), unpaired()))
        .isEqualTo(
            says(
                new SendResult.Refused(
                    "not-paired",
                    "Link the session to a phone first, then send again; with queue: true the"
                        + " message waits until then.")));
    Outcome unsupported =
        says(
            new SendResult.Refused(
                "not-supported",
                "This version sends to phone numbers, LIDs, groups and channels only."));
    assertThat(asked(request(Jid.of("12@broadcast")))).isEqualTo(unsupported);
  }

  private static SendRequest image(Jid to, boolean viewOnce, Optional<String> handle) {
    MediaReference file =
        new MediaReference(
            Optional.of("image/jpeg"),
            3,
            ByteString.copyFrom(new byte[32]),
            ByteString.EMPTY,
            ByteString.EMPTY,
            Optional.of("/v/1"),
            Optional.empty(),
            handle);
    return new SendRequest(
        to,
        new ImageContent(
            file, Optional.empty(), 0, 0, ByteString.EMPTY, viewOnce, MessageContext.NONE),
        Map.of(),
        Optional.empty());
  }

  @Test
  void aChannelTakesAFileThatWasUploadedForIt() {
    Jid channel = Jid.of("120363001@newsletter");
    Outcome outcome = asked(image(channel, false, Optional.of("handle")));
    assertThat(outcome.changes())
        .contains(new Change.Put<>(new MediaHandleKey(accepted(outcome).id()), "handle"));
    for (SendRequest refused :
        List.of(
            image(channel, false, Optional.empty()),
            image(channel, true, Optional.of("handle")),
            image(BOB, false, Optional.of("handle")))) {
      assertThat(asked(refused).changes()).isEmpty();
      assertThat(asked(refused).effects())
          .singleElement()
          .satisfies(
              answer ->
                  assertThat(((Effect.Answer) answer).value())
                      .isInstanceOf(SendResult.Refused.class));
    }
  }

  @Test
  void aMessageOnlyMovesForward() {
    StoredMessage sent = message("m1", BOB, MessageStatus.SENT);
    for (MessageStatus back :
        List.of(MessageStatus.QUEUED, MessageStatus.PREPARED, MessageStatus.SENT)) {
      assertThat(MessageProgress.to(sent, back, Optional.empty(), online(DEVICE)))
          .isEqualTo(Outcome.nothing());
    }
    assertThat(
            MessageProgress.to(
                    message("m1", BOB, MessageStatus.QUEUED),
                    MessageStatus.PREPARED,
                    Optional.empty(),
                    online(DEVICE))
                .changes())
        .noneMatch(Change.Append.class::isInstance);
    assertThat(
            MessageProgress.to(
                    message("m1", BOB, MessageStatus.PREPARED),
                    MessageStatus.SENT,
                    Optional.empty(),
                    online(DEVICE))
                .changes())
        .filteredOn(Change.Append.class::isInstance)
        .hasSize(2);
    assertThat(
            MessageProgress.to(sent, MessageStatus.READ, Optional.empty(), online(DEVICE))
                .changes())
        .filteredOn(Change.Append.class::isInstance)
        .hasSize(1);
  }
}
