package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.proto.MessageContextInfo;

/**
 * What a phone sends: the bytes of a {@code Message} and how its stanza is marked. A phone reads
 * nothing but text out of it, so that any kind can be sent and checked byte by byte.
 *
 * @param message the encoded protobuf, without secret
 * @param stanzaType the stanza's type, such as {@code text} or {@code media}
 * @param mediaType the media type of its encrypted parts; empty for none
 * @param edit the stanza's {@code edit}; empty for none
 */
public record PhoneContent(Bytes message, String stanzaType, String mediaType, String edit) {

  /** A text. */
  public static PhoneContent text(String text) {
    Message message = Message.newBuilder().setConversation(text).build();
    return new PhoneContent(Bytes.of(message.toByteString()), "text", "", "");
  }

  /**
   * The message with its secret.
   *
   * @throws IllegalArgumentException when the bytes are no message
   */
  Message withSecret(Bytes secret) {
    Message message = PhoneMessage.parse(message());
    MessageContextInfo context =
        message.getMessageContextInfo().toBuilder().setMessageSecret(secret.toProto()).build();
    return message.toBuilder().setMessageContextInfo(context).build();
  }

  /** Without what it says. */
  @Override
  public String toString() {
    return "PhoneContent(" + stanzaType + " " + message.size() + " bytes)";
  }
}
