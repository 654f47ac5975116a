package dev.kubezap.whatsapp.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The body of an answer as it comes: of a known length, in chunks, or up to the connection's end.
 * It never ends before its end: what breaks off fails.
 */
final class WebBody extends InputStream {
  private static final int LONGEST_LINE = 1_000;

  private final InputStream in;
  private final boolean chunked;

  /** Bytes until the end, or of the present chunk. */
  private long left;

  private boolean ended;
  private boolean begun;

  private WebBody(InputStream in, boolean chunked, long left) {
    this.in = in;
    this.chunked = chunked;
    this.left = left;
    ended = !chunked && left == 0;
  }

  static InputStream of(HttpHead head, InputStream in) throws IOException {
    if (head.header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return new WebBody(in, true, 0);
    }
    String length = head.header("content-length");
    if (length.isEmpty()) {
      return in;
    }
    return new WebBody(
        in,
        false,
        number(length).orElseThrow(() -> new IOException("the answer's length is not a number")));
  }

  /** Up to 18 digits, which every number of bytes has. */
  static Optional<Long> number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && !ended && left == 0) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the answer broke off");
    }
    left -= read;
    ended = !chunked && left == 0;
    return read;
  }

  private void nextChunk() throws IOException {
    if (begun) {
      // The line end behind the one before.
      line();
    }
    begun = true;
    String size = line().split(";", 2)[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,12}")) {
      throw new IOException("the answer's chunks have no size");
    }
    left = Long.parseLong(size, 16);
    ended = left == 0;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > LONGEST_LINE) {
        throw new EOFException("the answer broke off within a line");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
