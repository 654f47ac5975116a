package dev.kubezap.whatsapp.media;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.CbcStream;
import dev.kubezap.whatsapp.crypto.HmacStream;
import dev.kubezap.whatsapp.crypto.Sha256Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Encrypts a file as it comes: in memory is never more than a part of it. */
public final class MediaSealing {
  private static final int PART = 32 * 1024;

  private MediaSealing() {}

  /**
   * Encrypts all that comes.
   *
   * @param secret 32 random bytes that are used for nothing else
   */
  public static SealedFile seal(
      MediaKind kind, ByteString secret, InputStream plain, OutputStream sealed)
      throws IOException {
    MediaKeys keys = MediaKeys.of(kind, secret);
    CbcStream cipher = keys.encrypting();
    Output out = new Output(sealed, keys.authenticating());
    Sha256Stream digest = new Sha256Stream();
    byte[] part = new byte[PART];
    byte[] encrypted = new byte[PART + CbcStream.BLOCK];
    long size = 0;
    for (int read = plain.read(part); read >= 0; read = plain.read(part)) {
      digest.update(part, 0, read);
      size += read;
      out.write(encrypted, cipher.update(part, 0, read, encrypted));
    }
    byte[] last = last(cipher);
    out.write(last, last.length);
    ByteString encryptedDigest = out.end();
    return new SealedFile(
        secret, size, UnsafeByteOperations.unsafeWrap(digest.finish()), encryptedDigest);
  }

  private static byte[] last(CbcStream cipher) {
    try {
      return cipher.finish();
    } catch (AuthenticationException e) {
      throw new IllegalStateException("encrypting authenticates nothing", e);
    }
  }

  /** The encrypted file, with its code and its digest. */
  private static final class Output {
    private final OutputStream target;
    private final HmacStream mac;
    private final Sha256Stream digest = new Sha256Stream();

    Output(OutputStream target, HmacStream mac) {
      this.target = target;
      this.mac = mac;
    }

    void write(byte[] bytes, int length) throws IOException {
      mac.update(bytes, 0, length);
      digest.update(bytes, 0, length);
      target.write(bytes, 0, length);
    }

    ByteString end() throws IOException {
      byte[] code = mac.finish();
      digest.update(code, 0, MediaKeys.CODE);
      target.write(code, 0, MediaKeys.CODE);
      return UnsafeByteOperations.unsafeWrap(digest.finish());
    }
  }
}
