package dev.kubezap.whatsapp.media;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.CbcStream;
import dev.kubezap.whatsapp.crypto.HmacStream;
import dev.kubezap.whatsapp.crypto.Sha256Stream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Looks at an encrypted file as it comes and tells at its end whether it is the one that a message
 * announced: its code, and the digests of the encrypted and of the plain file. Not thread-safe.
 */
public final class MediaCheck implements FileCheck {
  private final MediaReference announced;
  private final CbcStream cipher;
  private final HmacStream mac;
  private final Sha256Stream encrypted = new Sha256Stream();
  private final Sha256Stream plain = new Sha256Stream();

  /** The last bytes that came: the code, unless more follow. */
  private final byte[] tail = new byte[MediaKeys.CODE];

  private byte[] decrypted = new byte[0];
  private int tailLength;
  private long size;

  /**
   * Begins.
   *
   * @throws IllegalArgumentException if the message's key has not 32 bytes
   */
  public MediaCheck(MediaKind kind, MediaReference announced) {
    this.announced = announced;
    MediaKeys keys = MediaKeys.of(kind, announced.mediaKey());
    cipher = keys.decrypting();
    mac = keys.authenticating();
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    encrypted.update(bytes, offset, length);
    // Of tail and new bytes together, all but the last ten are ciphertext.
    int ciphertext = tailLength + length - tail.length;
    if (ciphertext <= 0) {
      System.arraycopy(bytes, offset, tail, tailLength, length);
      tailLength += length;
      return;
    }
    int ofTail = Math.min(ciphertext, tailLength);
    take(tail, 0, ofTail);
    int ofBytes = ciphertext - ofTail;
    take(bytes, offset, ofBytes);
    System.arraycopy(tail, ofTail, tail, 0, tailLength - ofTail);
    System.arraycopy(bytes, offset + ofBytes, tail, tailLength - ofTail, length - ofBytes);
    tailLength = tail.length;
  }

  private void take(byte[] bytes, int offset, int length) {
    mac.update(bytes, offset, length);
    if (decrypted.length < length + CbcStream.BLOCK) {
      decrypted = new byte[length + CbcStream.BLOCK];
    }
    int count = cipher.update(bytes, offset, length, decrypted);
    plain.update(decrypted, 0, count);
    size += count;
  }

  @Override
  public long finish() throws AuthenticationException {
    byte[] code = Arrays.copyOf(mac.finish(), MediaKeys.CODE);
    if (tailLength < tail.length || !MessageDigest.isEqual(code, tail)) {
      throw new AuthenticationException("the file's code is wrong");
    }
    differs(announced.encryptedSha256(), encrypted.finish(), "encrypted");
    byte[] last = cipher.finish();
    plain.update(last, 0, last.length);
    differs(announced.sha256(), plain.finish(), "plain");
    return size + last.length;
  }

  /** A digest that the sender left out cannot differ. */
  private static void differs(ByteString announced, byte[] found, String which)
      throws AuthenticationException {
    if (!announced.isEmpty() && !MessageDigest.isEqual(announced.toByteArray(), found)) {
      throw new AuthenticationException("the " + which + " file has another digest");
    }
  }
}
