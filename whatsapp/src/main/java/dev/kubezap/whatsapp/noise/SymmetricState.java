package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * The Noise SymmetricState object (Noise specification, revision 34, section 5.2). Immutable, so a
 * message that fails half-way leaves nothing behind.
 *
 * @param hash of all that was said so far; authenticates every ciphertext
 * @param chainingKey secret that all agreements so far went into
 * @param key of the next ciphertext
 * @param counter of ciphertexts under this key
 */
record SymmetricState(ByteString hash, ByteString chainingKey, ByteString key, int counter) {

  /** Exactly 32 bytes with its padding, so it is the first hash unhashed. */
  private static final String PROTOCOL = "Noise_XX_25519_AESGCM_SHA256\0\0\0\0";

  private static final byte[] NO_INFO = new byte[0];

  /** A state together with what the step gave. */
  record With(SymmetricState state, ByteString bytes) {
    /** Hides what may be a plaintext. */
    @Override
    public String toString() {
      return "With[hidden]";
    }
  }

  static SymmetricState initial() {
    ByteString name = ByteString.copyFrom(PROTOCOL, StandardCharsets.US_ASCII);
    return new SymmetricState(name, name, name, 0);
  }

  SymmetricState mixHash(ByteString data) {
    byte[] digest = Sha256.digest(hash.concat(data).toByteArray());
    return new SymmetricState(ByteString.copyFrom(digest), chainingKey, key, counter);
  }

  SymmetricState mixKey(PrivateKey ours, PublicKey theirs) throws HandshakeException {
    try {
      ByteString derived = derive(Curve25519.agree(ours, theirs));
      return new SymmetricState(hash, derived.substring(0, 32), derived.substring(32), 0);
    } catch (InvalidKeyException weak) {
      throw new HandshakeException(
          HandshakeException.Kind.UNAUTHENTIC, "the server's key has small order", weak);
    }
  }

  With encrypt(ByteString plaintext) {
    byte[] ciphertext =
        AesGcm.encrypt(
            key.toByteArray(), Nonce.of(counter), hash.toByteArray(), plaintext.toByteArray());
    return used(ByteString.copyFrom(ciphertext), ByteString.copyFrom(ciphertext));
  }

  With decrypt(ByteString ciphertext) throws HandshakeException {
    try {
      byte[] plaintext =
          AesGcm.decrypt(
              key.toByteArray(), Nonce.of(counter), hash.toByteArray(), ciphertext.toByteArray());
      return used(ciphertext, ByteString.copyFrom(plaintext));
    } catch (AuthenticationException forged) {
      throw new HandshakeException(
          HandshakeException.Kind.UNAUTHENTIC,
          "the server's handshake message does not decrypt",
          forged);
    }
  }

  /** Sending key, then receiving key, of the initiator. */
  NoiseTransport split() {
    ByteString derived = derive(new byte[0]);
    return new NoiseTransport(derived.substring(0, 32), derived.substring(32));
  }

  private With used(ByteString ciphertext, ByteString result) {
    return new With(
        new SymmetricState(hash, chainingKey, key, counter + 1).mixHash(ciphertext), result);
  }

  private ByteString derive(byte[] inputKey) {
    return ByteString.copyFrom(Hkdf.derive(inputKey, chainingKey.toByteArray(), NO_INFO, 64));
  }

  @Override
  public String toString() {
    return "SymmetricState[hidden]";
  }
}
