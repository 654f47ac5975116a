package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.conformance.Direction.OURS_TO_PHONE;
import static dev.kubezap.whatsapp.conformance.Direction.PHONE_TO_OURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.content.ButtonsContent;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.ContactContent;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.EventContent;
import dev.kubezap.whatsapp.content.LiveLocationContent;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.QuotedMessage;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.ButtonsMessage;
import dev.kubezap.whatsapp.proto.ContactMessage;
import dev.kubezap.whatsapp.proto.ContextInfo;
import dev.kubezap.whatsapp.proto.EventMessage;
import dev.kubezap.whatsapp.proto.ExtendedTextMessage;
import dev.kubezap.whatsapp.proto.LiveLocationMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageContextInfo;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.PinInChatMessage;
import dev.kubezap.whatsapp.proto.PollCreationMessage;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every kind of message that is no file, from a phone and to one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorKindsTest {
  private static final Jid ADA = Jid.phoneNumber("4915112345678");
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final MessageContext NONE = MessageContext.NONE;
  private static final Instant NOON = Instant.parse("2027-01-02T12:00:00Z");

  private LiveConversation conversation;

  @BeforeAll
  void connect() throws Exception {
    conversation = LiveConversation.connected();
  }

  @AfterAll
  void close() {
    conversation.close();
  }

  @AfterEach
  void nothingWasWrong() {
    assertThat(conversation.simulator.violations().list()).isEmpty();
  }

  private String fromPhone(Message message, String type, String edit) {
    return conversation.simulator.send(
        LiveConversation.OTHER,
        LiveConversation.NUMBER,
        new PhoneContent(Bytes.of(message.toByteString()), type, "", edit),
        true);
  }

  private StoredMessage received(Message message, String type) {
    String id = fromPhone(message, type, "");
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                conversation.store.messages().stream()
                    .filter(stored -> stored.stanzaId().equals(id))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private Content read(Message message, String type) {
    return received(message, type).content();
  }

  private StoredMessage sent(Composable content) throws Exception {
    SendResult result =
        conversation
            .live
            .client
            .send(new SendRequest(BOB, content, Map.of(), Optional.empty()))
            .get(20, TimeUnit.SECONDS);
    return ((SendResult.Accepted) result).message();
  }

  /** The newest message that the other phone read and that is so. */
  private Message onPhone(Predicate<Message> wanted) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                conversation.simulator.messages(LiveConversation.OTHER).stream()
                    .filter(message -> message.direction() == PhoneMessage.Direction.IN)
                    .map(SimulatorKindsTest::message)
                    .filter(wanted)
                    .reduce((_, later) -> later),
            Optional::isPresent)
        .orElseThrow();
  }

  private static Message message(PhoneMessage message) {
    try {
      return Message.parseFrom(ByteString.copyFrom(message.content().toArray()));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Message text(String text, ContextInfo context) {
    return Message.newBuilder()
        .setExtendedTextMessage(
            ExtendedTextMessage.newBuilder().setText(text).setContextInfo(context))
        .build();
  }

  @Test
  @Conformance(
      value = {Capability.REPLY, Capability.MENTION},
      in = {PHONE_TO_OURS, OURS_TO_PHONE})
  void repliesAndMentions() throws Exception {
    StoredMessage question = received(Message.newBuilder().setConversation("how?").build(), "text");
    ContextInfo context =
        ContextInfo.newBuilder()
            .setStanzaId(question.stanzaId())
            .setParticipant(BOB.toString())
            .setQuotedMessage(Message.newBuilder().setConversation("how?"))
            .addMentionedJid(ADA.toString())
            .build();
    Content answer = read(text("so", context), "text");
    assertThat(answer).isInstanceOf(TextContent.class);
    MessageContext understood = ((TextContent) answer).context();
    assertThat(understood.mentions()).containsExactly(ADA);
    QuotedMessage quoted = understood.quoted().orElseThrow();
    assertThat(quoted.stanzaId()).isEqualTo(question.stanzaId());
    assertThat(quoted.sender()).contains(BOB);

    var _ =
        sent(
            TextContent.of("so it is")
                .with(
                    new MessageContext(
                        Optional.of(
                            QuotedMessage.of(
                                question.stanzaId(), question.sender(), question.encoded())),
                        List.of(BOB),
                        false,
                        0,
                        Optional.empty())));
    ContextInfo told =
        onPhone(got -> got.getExtendedTextMessage().getText().equals("so it is"))
            .getExtendedTextMessage()
            .getContextInfo();
    assertThat(told.getStanzaId()).isEqualTo(question.stanzaId());
    assertThat(told.getQuotedMessage().getConversation()).isEqualTo("how?");
    assertThat(told.getMentionedJidList()).containsExactly(BOB.toString());
  }

  @Test
  @Conformance(
      value = {Capability.CONTACT_CARD, Capability.POLL, Capability.EVENT},
      in = {PHONE_TO_OURS, OURS_TO_PHONE})
  void cardsPollsAndEvents() throws Exception {
    assertThat(
            read(
                Message.newBuilder()
                    .setContactMessage(
                        ContactMessage.newBuilder().setDisplayName("Eva").setVcard("BEGIN:VCARD"))
                    .build(),
                "media"))
        .isEqualTo(
            new ContactContent(List.of(new ContactContent.Card("Eva", "BEGIN:VCARD")), NONE));
    assertThat(
            read(
                Message.newBuilder()
                    .setPollCreationMessageV3(
                        PollCreationMessage.newBuilder()
                            .setName("Tea?")
                            .addOptions(option("yes"))
                            .addOptions(option("no"))
                            .setSelectableOptionsCount(1))
                    .setMessageContextInfo(secret())
                    .build(),
                "poll"))
        .isEqualTo(new PollContent("Tea?", List.of("yes", "no"), 1, NONE));
    EventContent lunch =
        new EventContent(
            "Lunch",
            Optional.of("at the pier"),
            Optional.of(NOON),
            Optional.empty(),
            Optional.empty(),
            false,
            NONE);
    assertThat(
            read(
                Message.newBuilder()
                    .setEventMessage(
                        EventMessage.newBuilder()
                            .setName("Lunch")
                            .setDescription("at the pier")
                            .setStartTime(1_798_891_200L))
                    .setMessageContextInfo(secret())
                    .build(),
                "event"))
        .isEqualTo(lunch);

    var _ = sent(new ContactContent(List.of(new ContactContent.Card("Leo", "BEGIN:VCARD")), NONE));
    assertThat(onPhone(Message::hasContactMessage).getContactMessage().getDisplayName())
        .isEqualTo("Leo");
    var _ = sent(new PollContent("Cake?", List.of("a", "b"), 1, NONE));
    Message poll = onPhone(Message::hasPollCreationMessageV3);
    assertThat(poll.getPollCreationMessageV3().getName()).isEqualTo("Cake?");
    assertThat(poll.getMessageContextInfo().getMessageSecret().size()).isEqualTo(32);
    var _ = sent(lunch);
    EventMessage event = onPhone(Message::hasEventMessage).getEventMessage();
    assertThat(event.getName()).isEqualTo("Lunch");
    assertThat(event.getStartTime()).isEqualTo(1_798_891_200L);
  }

  private static PollCreationMessage.Option option(String name) {
    return PollCreationMessage.Option.newBuilder().setOptionName(name).build();
  }

  private static MessageContextInfo secret() {
    return MessageContextInfo.newBuilder()
        .setMessageSecret(ByteString.copyFrom(new byte[32]))
        .build();
  }

  @Test
  @Conformance(
      value = {Capability.LIVE_LOCATION, Capability.LISTS_AND_BUTTONS},
      in = PHONE_TO_OURS)
  void readsWhatItDoesNotSend() {
    assertThat(
            read(
                Message.newBuilder()
                    .setLiveLocationMessage(
                        LiveLocationMessage.newBuilder()
                            .setDegreesLatitude(1.5)
                            .setDegreesLongitude(-2.25)
                            .setCaption("on my way"))
                    .build(),
                "media"))
        .isEqualTo(new LiveLocationContent(1.5, -2.25, 0, 0, 0, Optional.of("on my way"), NONE));
    assertThat(
            read(
                Message.newBuilder()
                    .setButtonsMessage(
                        ButtonsMessage.newBuilder()
                            .setContentText("Tea?")
                            .addButtons(
                                ButtonsMessage.Button.newBuilder()
                                    .setButtonId("1")
                                    .setButtonText(
                                        ButtonsMessage.ButtonText.newBuilder()
                                            .setDisplayText("yes"))))
                    .build(),
                "text"))
        .isEqualTo(
            new ButtonsContent(
                Optional.empty(),
                Optional.of("Tea?"),
                Optional.empty(),
                List.of(new ButtonsContent.Button("1", "yes")),
                NONE));
  }

  private MessageAdditions additions(StoredMessage message, Predicate<MessageAdditions> wanted) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> conversation.store.read(new AdditionsKey(message.id())).filter(wanted),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  @Conformance(
      value = {Capability.REACTION, Capability.EDIT, Capability.DELETE, Capability.PIN},
      in = PHONE_TO_OURS)
  void aPhoneChangesItsMessage() {
    StoredMessage message = received(Message.newBuilder().setConversation("helo").build(), "text");
    MessageKey key =
        MessageKey.newBuilder()
            .setRemoteJid(ADA.toString())
            .setFromMe(true)
            .setId(message.stanzaId())
            .build();
    fromPhone(
        Message.newBuilder()
            .setReactionMessage(
                ReactionMessage.newBuilder()
                    .setKey(key)
                    .setText("👍")
                    .setSenderTimestampMs(1_798_891_200_000L))
            .build(),
        "reaction",
        "");
    assertThat(additions(message, now -> !now.reactions().isEmpty()).reactions())
        .singleElement()
        .satisfies(reaction -> assertThat(reaction.sender()).isEqualTo(BOB));
    fromPhone(
        Message.newBuilder()
            .setPinInChatMessage(
                PinInChatMessage.newBuilder()
                    .setKey(key)
                    .setType(1)
                    .setSenderTimestampMs(1_798_891_200_000L))
            .setMessageContextInfo(
                MessageContextInfo.newBuilder().setMessageAddOnDurationInSecs(86_400))
            .build(),
        "text",
        "2");
    assertThat(additions(message, now -> now.pin().isPresent()).pin().orElseThrow().by())
        .isEqualTo(BOB);
    fromPhone(
        Message.newBuilder()
            .setProtocolMessage(
                ProtocolMessage.newBuilder()
                    .setKey(key)
                    .setType(14)
                    .setTimestampMs(System.currentTimeMillis())
                    .setEditedMessage(Message.newBuilder().setConversation("hello")))
            .build(),
        "text",
        "1");
    assertThat(additions(message, now -> !now.revisions().isEmpty()).revisions()).hasSize(1);
    fromPhone(
        Message.newBuilder()
            .setProtocolMessage(ProtocolMessage.newBuilder().setKey(key).setType(0))
            .build(),
        "text",
        "7");
    assertThat(additions(message, now -> now.deletion().isPresent()).deletion().orElseThrow().by())
        .isEqualTo(BOB);
  }

  @Test
  @Conformance(value = Capability.PIN, in = OURS_TO_PHONE)
  void aPhoneIsToldOfAPin() throws Exception {
    StoredMessage message = received(Message.newBuilder().setConversation("keep").build(), "text");
    assertThat(
            conversation
                .live
                .client
                .change(
                    new ChangeRequest(
                        message.id(), new ChangeRequest.Pin(Optional.of(Duration.ofDays(7)))))
                .end()
                .get(20, TimeUnit.SECONDS))
        .isEqualTo(new ChangeEnd.Done());
    Message pin = onPhone(Message::hasPinInChatMessage);
    assertThat(pin.getPinInChatMessage().getKey().getId()).isEqualTo(message.stanzaId());
    assertThat(pin.getMessageContextInfo().getMessageAddOnDurationInSecs()).isEqualTo(604_800);
  }
}
