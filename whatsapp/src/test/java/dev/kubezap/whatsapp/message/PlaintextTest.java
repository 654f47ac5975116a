package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.model.MessageContent;
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
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decrypted message says, under its wrappers. */
class PlaintextTest {
  private static final MessageContent HELLO =
      new MessageContent.Text("hello", List.of(), Optional.empty());

  private static FutureProofMessage holding(Message message) {
    return FutureProofMessage.newBuilder().setMessage(message).build();
  }

  private static Message wrapped(int times) {
    Message message = Outbox.HELLO;
    for (int i = 0; i < times; i++) {
      message = Message.newBuilder().setEphemeralMessage(holding(message)).build();
    }
    return message;
  }

  @Test
  void aTextIsReadThroughEveryWrapper() {
    assertThat(Plaintext.content(Outbox.HELLO)).isEqualTo(HELLO);
    List<BiFunction<Message.Builder, FutureProofMessage, Message.Builder>> wrappers =
        List.of(
            Message.Builder::setEphemeralMessage,
            Message.Builder::setViewOnceMessage,
            Message.Builder::setViewOnceMessageV2,
            Message.Builder::setViewOnceMessageV2Extension,
            Message.Builder::setDocumentWithCaptionMessage);
    for (var wrapper : wrappers) {
      Message message = wrapper.apply(Message.newBuilder(), holding(Outbox.HELLO)).build();
      assertThat(Plaintext.content(message)).isEqualTo(HELLO);
      assertThat(Plaintext.isShown(message)).isTrue();
    }
  }

  @Test
  void nestingEndsSomewhere() {
    assertThat(Plaintext.content(wrapped(4))).isEqualTo(HELLO);
    assertThat(Plaintext.content(wrapped(5))).isEqualTo(new MessageContent.Other("field-40"));
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
    assertThat(Plaintext.content(message))
        .isEqualTo(new MessageContent.Text("hello", List.of(BOB), Optional.of("3EB0q")));
    assertThat(
            Plaintext.content(
                Message.newBuilder()
                    .setExtendedTextMessage(ExtendedTextMessage.newBuilder().setText("hello"))
                    .build()))
        .isEqualTo(HELLO);
  }

  /** Kinds that are stored as they came go by the names of their fields. */
  @ParameterizedTest
  @CsvSource({"3,imageMessage", "26,stickerMessage", "46,reactionMessage", "84,field-84"})
  void whatIsNotInterpretedIsNamed(int field, String name) throws InvalidProtocolBufferException {
    Message message = Message.parseFrom(fields(field));
    assertThat(Plaintext.content(message)).isEqualTo(new MessageContent.Other(name));
    assertThat(Plaintext.isShown(message)).isTrue();
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
    assertThat(Plaintext.content(Message.parseFrom(fields(90, 83))))
        .isEqualTo(new MessageContent.Other("albumMessage"));
    assertThat(Plaintext.content(Message.parseFrom(fields(91, 90))))
        .isEqualTo(new MessageContent.Other("field-91"));
  }

  @Test
  void keysAndCommandsAreNotShown() {
    assertThat(Plaintext.isShown(Message.getDefaultInstance())).isFalse();
    assertThat(
            Plaintext.isShown(
                Message.newBuilder()
                    .setSenderKeyDistributionMessage(
                        SenderKeyDistributionMessage.newBuilder().setGroupId("1-2"))
                    .setMessageContextInfo(MessageContextInfo.getDefaultInstance())
                    .build()))
        .isFalse();
    assertThat(
            Plaintext.isShown(
                Message.newBuilder()
                    .setConversation("hello")
                    .setProtocolMessage(ProtocolMessage.getDefaultInstance())
                    .build()))
        .isFalse();
  }
}
