package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.SignalMessageBody;
import java.util.Arrays;

/**
 * A received message of an established session ({@code enc type="msg"}), parsed but not yet
 * authenticated: a version byte, a protobuf, and 8 bytes of a MAC over both sides' identities and
 * what precedes.
 *
 * @param counter the message's place in its chain, from 0
 * @param content the bytes that the MAC covers
 * @param mac 8 bytes
 */
public record SignalMessage(
    RemoteRatchetKey ratchetKey,
    int counter,
    ByteString ciphertext,
    ByteString content,
    ByteString mac) {
  static final int MAC_LENGTH = 8;

  /** Version 3, for readers from version 3. */
  private static final byte VERSION_BYTE = 0x33;

  private static final int VERSION = 3;

  /**
   * Reads the bytes of a message.
   *
   * @throws SignalException.UnknownVersion for any version but 3
   * @throws SignalException.InvalidKey if its ratchet key is malformed
   * @throws SignalException.InvalidMessage if it is malformed otherwise
   */
  public static SignalMessage parse(ByteString bytes) throws SignalException {
    requireVersion(bytes);
    if (bytes.size() < 1 + MAC_LENGTH) {
      throw new SignalException.InvalidMessage("message of " + bytes.size() + " bytes");
    }
    int end = bytes.size() - MAC_LENGTH;
    SignalMessageBody body;
    try {
      body = SignalMessageBody.parseFrom(bytes.substring(1, end));
    } catch (InvalidProtocolBufferException e) {
      throw new SignalException.InvalidMessage("message is not a protobuf", e);
    }
    if (!body.hasRatchetKey() || !body.hasCounter() || !body.hasCiphertext()) {
      throw new SignalException.InvalidMessage(
          "message lacks a ratchet key, counter or ciphertext");
    }
    return new SignalMessage(
        new RemoteRatchetKey(key(body.getRatchetKey())),
        counter(body.getCounter()),
        body.getCiphertext(),
        bytes.substring(0, end),
        bytes.substring(end));
  }

  /** Builds the bytes of a message that we send. */
  static ByteString write(SignalMessageBody body, byte[] macKey, PublicKey ours, PublicKey theirs) {
    ByteString content = versioned(body.toByteString());
    return content.concat(ByteString.copyFrom(mac(macKey, ours, theirs, content.toByteArray())));
  }

  /** Whether the MAC is that of the sender for the receiver under this key. */
  boolean isAuthentic(byte[] macKey, PublicKey sender, PublicKey receiver) {
    byte[] expected = mac(macKey, sender, receiver, content.toByteArray());
    return Hmac.matches(expected, mac.toByteArray());
  }

  private static byte[] mac(byte[] macKey, PublicKey sender, PublicKey receiver, byte[] content) {
    byte[] full =
        Hmac.sha256(
            macKey,
            sender.serialized().toByteArray(),
            receiver.serialized().toByteArray(),
            content);
    return Arrays.copyOf(full, MAC_LENGTH);
  }

  static void requireVersion(ByteString bytes) throws SignalException {
    if (bytes.isEmpty()) {
      throw new SignalException.InvalidMessage("message is empty");
    }
    int version = (bytes.byteAt(0) & 0xff) >> 4;
    if (version != VERSION) {
      throw new SignalException.UnknownVersion(version);
    }
  }

  /** Puts the version byte before the body of a message. */
  static ByteString versioned(ByteString body) {
    byte[] bytes = new byte[1 + body.size()];
    bytes[0] = VERSION_BYTE;
    body.copyTo(bytes, 1);
    return ByteString.copyFrom(bytes);
  }

  /** A counter that leaves room for the next one; nobody sends two thousand million messages. */
  static int counter(int unsigned) throws SignalException {
    if (unsigned < 0 || unsigned == Integer.MAX_VALUE) {
      throw new SignalException.InvalidMessage("counter out of range");
    }
    return unsigned;
  }

  static PublicKey key(ByteString encoded) throws SignalException {
    try {
      return PublicKey.parse(encoded);
    } catch (InvalidKeyException e) {
      throw new SignalException.InvalidKey("message contains a malformed key", e);
    }
  }
}
