package dev.kubezap.whatsapp.transfer;

import dev.kubezap.whatsapp.transport.WebClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One file as it comes, perhaps from several hosts, one after the other. Not thread-safe. */
final class Download {
  private static final int PART = 32 * 1024;
  private static final int PARTIAL = 206;
  private static final int OUT_OF_RANGE = 416;

  private final OutputStream target;
  private final long most;
  private long taken;

  /** The file has more bytes than are taken. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  Download(OutputStream target, long most) {
    this.target = target;
    this.most = most;
  }

  /** How many bytes came so far. */
  long taken() {
    return taken;
  }

  /** Takes the bytes that are missing. */
  Boolean take(WebClient.Answer answer, Failures failures) throws IOException {
    if (taken > 0 && answer.status() == OUT_OF_RANGE) {
      // The host before broke off behind the last byte.
      return true;
    }
    if (answer.status() / 100 != 2) {
      throw failures.refused(answer.status());
    }
    if (taken > 0 && answer.status() == PARTIAL) {
      String range = answer.header("content-range").orElse("");
      if (!range.startsWith("bytes " + taken + "-")) {
        throw new IOException("the host sends another part than was asked for");
      }
    } else {
      answer.body().skipNBytes(taken);
    }
    copy(answer.body());
    return true;
  }

  private void copy(InputStream body) throws IOException {
    byte[] part = new byte[PART];
    for (int read = body.read(part); read >= 0; read = body.read(part)) {
      if (read > most - taken) {
        throw new TooLargeException();
      }
      try {
        target.write(part, 0, read);
      } catch (IOException e) {
        throw new TargetException(e);
      }
      taken += read;
    }
  }
}
