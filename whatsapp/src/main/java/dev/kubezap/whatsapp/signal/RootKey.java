package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import java.nio.charset.StandardCharsets;

/**
 * The key at the root of the chains; each new pair of ratchet keys moves it on.
 *
 * @param bytes 32 secret bytes
 */
record RootKey(ByteString bytes) {
  private static final byte[] INFO = "WhisperRatchet".getBytes(StandardCharsets.US_ASCII);

  /** A root key and the chain that was derived together with it. */
  record WithChain(RootKey root, ChainKey chain) {
    /** Splits 64 derived bytes. */
    static WithChain of(byte[] material) {
      return new WithChain(
          new RootKey(ByteString.copyFrom(material, 0, 32)),
          new ChainKey(ByteString.copyFrom(material, 32, 32), 0));
    }
  }

  /** The next root key and the chain between the two ratchet keys. */
  WithChain advance(RatchetKeyPair ours, RemoteRatchetKey theirs) throws SignalException {
    try {
      byte[] shared = Curve25519.agree(ours.pair().privateKey(), theirs.key());
      return WithChain.of(Hkdf.derive(shared, bytes.toByteArray(), INFO, 64));
    } catch (InvalidKeyException e) {
      throw new SignalException.InvalidKey("ratchet key cannot be used", e);
    }
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "RootKey[hidden]";
  }
}
