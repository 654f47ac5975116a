package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;

/**
 * Our signed prekey, which serves every peer until it is rotated.
 *
 * @param id 24 bits, chosen by us
 * @param signature 64 bytes by our identity key over the prefixed public key
 */
public record SignedPreKey(int id, KeyPair keyPair, ByteString signature) {
  /** Makes a new key pair and signs it. */
  public static SignedPreKey generate(int id, LocalIdentity signer, RandomBytes random) {
    KeyPair pair = Curve25519.generate(random);
    ByteString signature =
        Curve25519.sign(signer.identity().privateKey(), pair.publicKey().serialized(), random);
    return new SignedPreKey(id, pair, signature);
  }
}
