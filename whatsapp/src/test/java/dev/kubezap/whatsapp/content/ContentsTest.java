package dev.kubezap.whatsapp.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.ContextInfo;
import dev.kubezap.whatsapp.proto.ExtendedTextMessage;
import dev.kubezap.whatsapp.proto.FutureProofMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageContextInfo;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.SenderKeyDistributionMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decrypted message says, under its wrappers. */
class ContentsTest {
  private static final Jid BOB = Jid.phoneNumber("4915110000002");
  private static final Message HELLO_MESSAGE =
      Message.newBuilder().setConversation("hello").build();
  private static final TextContent HELLO = TextContent.of("hello");

  private static FutureProofMessage holding(Message message) {
    return FutureProofMessage.newBuilder().setMessage(message).build();
  }

  private static Message wrapped(int times) {
    Message message = HELLO_MESSAGE;
    for (int i = 0; i < times; i++) {
      message = Message.newBuilder().setEphemeralMessage(holding(message)).build();
    }
    return message;
  }

  @Test
  void aTextIsReadThroughEveryWrapper() {
    assertThat(Contents.read(HELLO_MESSAGE)).isEqualTo(HELLO);
    List<BiFunction<Message.Builder, FutureProofMessage, Message.Builder>> wrappers =
        List.of(
            Message.Builder::setEphemeralMessage,
            Message.Builder::setViewOnceMessage,
            Message.Builder::setViewOnceMessageV2,
            Message.Builder::setViewOnceMessageV2Extension,
            Message.Builder::setDocumentWithCaptionMessage);
    for (var wrapper : wrappers) {
      Message message = wrapper.apply(Message.newBuilder(), holding(HELLO_MESSAGE)).build();
      assertThat(Contents.read(message)).isEqualTo(HELLO);
    }
  }

  @Test
  void nestingEndsSomewhere() {
    assertThat(Contents.read(wrapped(4))).isEqualTo(HELLO);
    assertThat(Contents.read(wrapped(5))).isEqualTo(new UnknownContent("field-40"));
  }

  @Test
  void mentionsAndTheQuotedMessageComeAlong() {
    Message message =
        Message.newBuilder()
            .setExtendedTextMessage(
                ExtendedTextMessage.newBuilder()
                    .setText("hello")
                    .setContextInfo(
                        ContextInfo.newBuilder()
                            .addMentionedJid(BOB.toString())
                            .addMentionedJid("nobody")
                            .setStanzaId("3EB0q")))
            .build();
    assertThat(Contents.read(message))
        .isEqualTo(
            HELLO.with(
                new MessageContext(
                    Optional.of(QuotedMessage.of("3EB0q")),
                    List.of(BOB),
                    false,
                    0,
                    Optional.empty())));
    assertThat(
            Contents.read(
                Message.newBuilder()
                    .setExtendedTextMessage(ExtendedTextMessage.newBuilder().setText("hello"))
                    .build()))
        .isEqualTo(HELLO);
  }

  @Test
  void anAnswerInPrivateNamesWhereItWasSaid() {
    TextContent answer =
        HELLO.with(
            new MessageContext(
                Optional.of(
                    new QuotedMessage("3EB0q", Optional.of(BOB), Optional.empty())
                        .from(Jid.STATUS)),
                List.of(),
                false,
                0,
                Optional.empty()));
    assertThat(answer.encode().getExtendedTextMessage().getContextInfo())
        .isEqualTo(
            ContextInfo.newBuilder()
                .setStanzaId("3EB0q")
                .setParticipant(BOB.toString())
                .setRemoteJid("status@broadcast")
                .build());
    assertThat(Contents.read(answer.encode())).isEqualTo(answer);
  }

  /** Kinds that are kept as they came go by the names of their fields. */
  @ParameterizedTest
  @CsvSource({"83,albumMessage", "25,templateMessage", "84,field-84"})
  void whatIsNotInterpretedIsNamed(int field, String name) throws InvalidProtocolBufferException {
    Message message = Message.parseFrom(fields(field));
    assertThat(Contents.read(message)).isEqualTo(new UnknownContent(name));
  }

  private static ByteString fields(int... numbers) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (int number : numbers) {
        out.writeBytes(number, ByteString.EMPTY);
      }
      out.flush();
      return ByteString.copyFrom(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aKnownKindCountsBeforeAnUnknownFieldAndTheFirstOfThoseBeforeTheNext()
      throws InvalidProtocolBufferException {
    assertThat(Contents.read(Message.parseFrom(fields(90, 83))))
        .isEqualTo(new UnknownContent("albumMessage"));
    assertThat(Contents.read(Message.parseFrom(fields(91, 90))))
        .isEqualTo(new UnknownContent("field-91"));
  }

  @Test
  void keysAndCommandsAreNotShown() {
    assertThat(Contents.read(Message.getDefaultInstance())).isEqualTo(new KeysOnly(false));
    assertThat(
            Contents.read(
                Message.newBuilder()
                    .setSenderKeyDistributionMessage(
                        SenderKeyDistributionMessage.newBuilder().setGroupId("1-2"))
                    .setMessageContextInfo(MessageContextInfo.getDefaultInstance())
                    .build()))
        .isEqualTo(new KeysOnly(true));
    assertThat(
            Contents.read(
                Message.newBuilder()
                    .setConversation("hello")
                    .setProtocolMessage(ProtocolMessage.newBuilder().setType(5))
                    .build()))
        .isEqualTo(new ProtocolContent(5));
  }

  /** Field 5: latitude 1 and longitude 2 as doubles, name 3; the stanza is marked as media. */
  @Test
  void aPlaceIsWrittenAsTheServiceReadsIt() {
    LocationContent pier =
        new LocationContent(
            1.5,
            -2.25,
            Optional.of("Pier"),
            Optional.empty(),
            Optional.empty(),
            0,
            MessageContext.NONE);
    assertThat(HexFormat.of().formatHex(pier.encode().toByteArray()))
        .isEqualTo("2a1809000000000000f83f1100000000000002c01a0450696572");
    assertThat(Contents.read(pier.encode())).isEqualTo(pier);
    assertThat(pier.stanza()).isEqualTo(StanzaForm.media("location"));
  }
}
