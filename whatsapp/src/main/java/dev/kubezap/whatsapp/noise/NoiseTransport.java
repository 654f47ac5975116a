package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.AesGcmKey;
import dev.kubezap.whatsapp.crypto.AuthenticationException;

/**
 * The ciphers of one connection: a key and a counter per direction. Frames must be decrypted in the
 * order of arrival and sent in the order of encryption. Not thread-safe.
 */
public final class NoiseTransport {

  /** Bytes that encryption adds to a frame. */
  public static final int OVERHEAD = AesGcm.TAG_LENGTH;

  private static final byte[] NO_ASSOCIATED_DATA = new byte[0];

  private final AesGcmKey sendingKey;
  private final AesGcmKey receivingKey;
  private long sent;
  private long received;

  NoiseTransport(ByteString sendingKey, ByteString receivingKey) {
    this.sendingKey = new AesGcmKey(sendingKey.toByteArray());
    this.receivingKey = new AesGcmKey(receivingKey.toByteArray());
  }

  /** Encrypts the next frame to send. */
  public byte[] encrypt(byte[] plaintext) {
    return sendingKey.encrypt(Nonce.of(next(sent++)), NO_ASSOCIATED_DATA, plaintext);
  }

  /**
   * Decrypts the next frame that arrived.
   *
   * @throws AuthenticationException when it is not what the server sent as this frame; the
   *     connection is of no further use then
   */
  public byte[] decrypt(byte[] ciphertext) throws AuthenticationException {
    return receivingKey.decrypt(Nonce.of(next(received++)), NO_ASSOCIATED_DATA, ciphertext);
  }

  /** The counter has 32 bits; to wrap it would use a nonce twice. */
  private static int next(long counter) {
    if (counter > 0xFFFF_FFFFL) {
      throw new IllegalStateException("2^32 frames were sent over one connection");
    }
    return (int) counter;
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "NoiseTransport[sent=" + sent + ", received=" + received + "]";
  }
}
