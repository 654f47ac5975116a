package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.SenderKeyDistributionBody;

/**
 * A sender key that another member's device handed to us, from the content of a message that was
 * encrypted for us alone.
 *
 * @param id names the key among those of its sender
 * @param chainKey of the first message that it reads
 * @param signingKey checks every message
 */
public record SenderKeyDistribution(int id, ChainKey chainKey, PublicKey signingKey) {
  private static final int CHAIN_KEY_LENGTH = 32;

  /**
   * Reads the bytes of {@code axolotlSenderKeyDistributionMessage}.
   *
   * @throws SignalException.UnknownVersion for any version but 3
   * @throws SignalException.InvalidKey if its signing key is malformed
   * @throws SignalException.InvalidMessage if it is malformed otherwise
   */
  public static SenderKeyDistribution parse(ByteString bytes) throws SignalException {
    SignalMessage.requireVersion(bytes);
    SenderKeyDistributionBody body;
    try {
      body = SenderKeyDistributionBody.parseFrom(bytes.substring(1));
    } catch (InvalidProtocolBufferException e) {
      throw new SignalException.InvalidMessage("sender key is not a protobuf", e);
    }
    if (!body.hasId() || !body.hasIteration() || !body.hasSigningKey()) {
      throw new SignalException.InvalidMessage("sender key lacks an id, iteration or signing key");
    }
    if (body.getChainKey().size() != CHAIN_KEY_LENGTH) {
      throw new SignalException.InvalidMessage(
          "sender key with a chain key of " + body.getChainKey().size() + " bytes, expected 32");
    }
    return new SenderKeyDistribution(
        body.getId(),
        new ChainKey(body.getChainKey(), SignalMessage.counter(body.getIteration())),
        SignalMessage.key(body.getSigningKey()));
  }
}
