package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.SenderKeyMessageBody;

/**
 * A received message to a group ({@code enc type="skmsg"}), parsed but not yet authenticated: a
 * version byte, a protobuf, and a signature over both.
 *
 * @param id names the sender key among those of its sender
 * @param iteration the message's place in the chain of that key, from 0
 * @param content the bytes that the signature covers
 * @param signature 64 bytes
 */
public record SenderKeyMessage(
    int id, int iteration, ByteString ciphertext, ByteString content, ByteString signature) {
  private static final int SIGNATURE_LENGTH = 64;

  /**
   * Reads the bytes of a message.
   *
   * @throws SignalException.UnknownVersion for any version but 3
   * @throws SignalException.InvalidMessage if it is malformed otherwise
   */
  public static SenderKeyMessage parse(ByteString bytes) throws SignalException {
    SignalMessage.requireVersion(bytes);
    int end = bytes.size() - SIGNATURE_LENGTH;
    if (end < 1) {
      throw new SignalException.InvalidMessage("group message of " + bytes.size() + " bytes");
    }
    SenderKeyMessageBody body;
    try {
      body = SenderKeyMessageBody.parseFrom(bytes.substring(1, end));
    } catch (InvalidProtocolBufferException e) {
      throw new SignalException.InvalidMessage("group message is not a protobuf", e);
    }
    if (!body.hasId() || !body.hasIteration() || !body.hasCiphertext()) {
      throw new SignalException.InvalidMessage(
          "group message lacks an id, iteration or ciphertext");
    }
    return new SenderKeyMessage(
        body.getId(),
        SignalMessage.counter(body.getIteration()),
        body.getCiphertext(),
        bytes.substring(0, end),
        bytes.substring(end));
  }
}
