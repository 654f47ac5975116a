package dev.kubezap.whatsapp.media;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.crypto.CbcStream;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.HmacStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What one file is encrypted and authenticated with. */
public final class MediaKeys {
  /** Bytes of the secret that all of it is derived from. */
  public static final int SECRET = 32;

  /** Bytes of the code behind the ciphertext. */
  public static final int CODE = 10;

  private static final int DERIVED = 112;

  private final byte[] iv;
  private final byte[] cipherKey;
  private final byte[] macKey;

  private MediaKeys(byte[] derived) {
    iv = Arrays.copyOfRange(derived, 0, 16);
    cipherKey = Arrays.copyOfRange(derived, 16, 48);
    macKey = Arrays.copyOfRange(derived, 48, 80);
  }

  /**
   * Derives them.
   *
   * @param secret the message's {@code mediaKey}
   * @throws IllegalArgumentException if that has not 32 bytes
   */
  public static MediaKeys of(MediaKind kind, ByteString secret) {
    if (secret.size() != SECRET) {
      throw new IllegalArgumentException("a media key has 32 bytes, not " + secret.size());
    }
    return new MediaKeys(
        Hkdf.derive(
            secret.toByteArray(),
            new byte[0],
            kind.keyInfo().getBytes(StandardCharsets.US_ASCII),
            DERIVED));
  }

  CbcStream encrypting() {
    return CbcStream.encrypting(cipherKey, iv);
  }

  /** Decrypts from the beginning. */
  public CbcStream decrypting() {
    return CbcStream.decrypting(cipherKey, iv);
  }

  /**
   * Decrypts from a later block on.
   *
   * @param before the block of ciphertext before it
   */
  public CbcStream decryptingAfter(byte[] before) {
    return CbcStream.decrypting(cipherKey, before);
  }

  /** Authenticates; the IV is in it already. */
  HmacStream authenticating() {
    HmacStream mac = new HmacStream(macKey);
    mac.update(iv, 0, iv.length);
    return mac;
  }

  /** The bytes of an encrypted file whose plain one has so many: padding and code included. */
  public static long sealedSize(long plain) {
    return (plain / CbcStream.BLOCK + 1) * CbcStream.BLOCK + CODE;
  }

  /** Hides them. */
  @Override
  public String toString() {
    return "MediaKeys";
  }
}
