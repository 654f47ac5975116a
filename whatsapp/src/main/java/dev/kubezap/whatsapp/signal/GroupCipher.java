package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.SenderKeyMessageBody;

/** Encrypts to groups and decrypts from them, by sender keys. */
public final class GroupCipher {
  private GroupCipher() {}

  /**
   * A message for the wire.
   *
   * @param senderKey store it before the bytes leave; encrypting again with the old one would use a
   *     key twice
   */
  public record Encrypted(OwnSenderKey senderKey, ByteString bytes) {}

  /**
   * A message that was read.
   *
   * @param senderKeys store them together with the plaintext, before the message is acknowledged
   * @param plaintext still padded, see {@link MessagePadding}
   */
  public record Decrypted(RemoteSenderKeys senderKeys, ByteString plaintext) {
    /** Hides the text. */
    @Override
    public String toString() {
      return "Decrypted[" + plaintext.size() + " bytes hidden]";
    }
  }

  /**
   * Encrypts for everybody who holds our sender key.
   *
   * @param plaintext padded, see {@link MessagePadding}
   * @param random gives 64 bytes for the signature
   */
  public static Encrypted encrypt(
      OwnSenderKey senderKey, ByteString plaintext, RandomBytes random) {
    GroupMessageKeys keys = GroupMessageKeys.derive(senderKey.chainKey().seed());
    SenderKeyMessageBody body =
        SenderKeyMessageBody.newBuilder()
            .setId(senderKey.id())
            .setIteration(senderKey.iteration())
            .setCiphertext(ByteString.copyFrom(keys.encrypt(plaintext.toByteArray())))
            .build();
    ByteString content = SignalMessage.versioned(body.toByteString());
    ByteString signature = Curve25519.sign(senderKey.signingKey().privateKey(), content, random);
    return new Encrypted(senderKey.next(), content.concat(signature));
  }

  /**
   * Decrypts a message of the device whose keys these are.
   *
   * @throws SignalException.NoSession if the device has not handed us the key of the message
   * @throws SignalException if the message cannot be read otherwise
   */
  public static Decrypted decrypt(RemoteSenderKeys senderKeys, SenderKeyMessage message)
      throws SignalException {
    RemoteSenderKey key =
        senderKeys
            .key(message.id())
            .orElseThrow(() -> new SignalException.NoSession("sender key is not known"));
    // First of all, so that only the sender itself can make us move along its chain.
    if (!Curve25519.verify(key.signingKey(), message.content(), message.signature())) {
      throw new SignalException.InvalidSignature("group message is not signed by its sender key");
    }
    MessageKeyChain.Step step = key.chain().take(message.iteration(), MessageKeyChain.MAX_JUMP);
    try {
      byte[] plaintext =
          GroupMessageKeys.derive(step.seed()).decrypt(message.ciphertext().toByteArray());
      return new Decrypted(
          senderKeys.advanced(key.moved(step.chain())), ByteString.copyFrom(plaintext));
    } catch (AuthenticationException e) {
      throw new SignalException.InvalidMessage("authentic group message does not decrypt", e);
    }
  }
}
