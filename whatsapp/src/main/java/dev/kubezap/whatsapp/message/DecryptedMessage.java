package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * What was decrypted from a stanza.
 *
 * @param message what it says; for a copy of our own, what is inside it
 * @param destination the chat that a copy of our own names inside its encrypted part
 */
record DecryptedMessage(Message message, Optional<Jid> destination) {

  /**
   * Reads it.
   *
   * @throws InvalidProtocolBufferException when it is no message
   */
  static DecryptedMessage of(ByteString plaintext, Origin origin)
      throws InvalidProtocolBufferException {
    Message message = Message.parseFrom(plaintext);
    if (!message.hasDeviceSentMessage() || !origin.fromMe()) {
      return new DecryptedMessage(message, Optional.empty());
    }
    return new DecryptedMessage(
        message.getDeviceSentMessage().getMessage(),
        Jid.parse(message.getDeviceSentMessage().getDestinationJid()).map(Jid::account));
  }

  /** The chat that it belongs to. */
  Jid chat(Origin origin) {
    return destination
        .filter(_ -> origin.peer().equals(origin.sender().account()))
        .orElse(origin.chat());
  }

  /** Hides what it says. */
  @Override
  public String toString() {
    return "DecryptedMessage[hidden]";
  }
}
