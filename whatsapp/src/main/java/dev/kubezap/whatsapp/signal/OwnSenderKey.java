package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.SenderKeyDistributionBody;
import java.nio.ByteBuffer;

/**
 * The key under which this device writes to one group. Every member's device gets it by {@link
 * #distribution}, encrypted for that device; when a member leaves, a new one is generated.
 *
 * @param id names the key among ours, 31 random bits
 * @param chainKey of the next message
 * @param signingKey signs every message, since all members know the chain
 */
public record OwnSenderKey(int id, ChainKey chainKey, KeyPair signingKey) {
  /** A new key that nobody else has; draws 68 random bytes. */
  public static OwnSenderKey generate(RandomBytes random) {
    int id = ByteBuffer.wrap(random.next(4)).getInt() & Integer.MAX_VALUE;
    ChainKey chainKey = new ChainKey(ByteString.copyFrom(random.next(32)), 0);
    return new OwnSenderKey(id, chainKey, Curve25519.generate(random));
  }

  /**
   * What a device needs to read our messages from the next one on: the bytes of {@code
   * axolotlSenderKeyDistributionMessage}. They are secret.
   */
  public ByteString distribution() {
    SenderKeyDistributionBody body =
        SenderKeyDistributionBody.newBuilder()
            .setId(id)
            .setIteration(chainKey.index())
            .setChainKey(chainKey.bytes())
            .setSigningKey(signingKey.publicKey().serialized())
            .build();
    return SignalMessage.versioned(body.toByteString());
  }

  /** How many messages were written under this key. */
  public int iteration() {
    return chainKey.index();
  }

  OwnSenderKey next() {
    return new OwnSenderKey(id, chainKey.next(), signingKey);
  }

  /** The bytes to store; they are secret. */
  public ByteString encode() {
    return SenderKeyCodec.encode(this);
  }

  /**
   * Reads a key from its stored bytes.
   *
   * @throws SessionFormatException if they are damaged or of a later version
   */
  public static OwnSenderKey decode(ByteString stored) throws SessionFormatException {
    return SenderKeyCodec.decodeOwn(stored);
  }
}
