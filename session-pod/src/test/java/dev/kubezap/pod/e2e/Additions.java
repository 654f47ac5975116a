package dev.kubezap.pod.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.proto.Message;

/** What a phone got that changes another message. */
record Additions(Message message) {
  static Additions of(PhoneMessage message) {
    try {
      return new Additions(Message.parseFrom(message.content().toArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a phone shows what is no message", e);
    }
  }

  boolean isReaction() {
    return message.hasReactionMessage();
  }

  boolean isEdit() {
    return message.hasEditedMessage() || message.getProtocolMessage().hasEditedMessage();
  }

  /** The words below a picture; empty for other messages. */
  String caption() {
    return message.getImageMessage().getCaption();
  }
}
