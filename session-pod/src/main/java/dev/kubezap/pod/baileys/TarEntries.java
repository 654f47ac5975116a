package dev.kubezap.pod.baileys;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the regular files of a tar archive as they come: POSIX, its extended headers, and GNU's
 * long names. A library for archives would take an extended header of any length into memory, so
 * this reads the little that is needed, and refuses links and devices. Used once, by one thread.
 */
final class TarEntries {
  private static final int BLOCK = 512;
  private static final int LONGEST_HEADER = 64 * 1024;
  private static final String MALFORMED = "the tar archive is damaged or cut off";

  private final InputStream archive;
  private long left;
  private long padding;

  /** A file that begins where the archive is read now. */
  record TarFile(String name, long size) {}

  TarEntries(InputStream archive) {
    this.archive = archive;
  }

  /** The next file; what was not read of the one before is passed over. */
  Optional<TarFile> next() throws IOException, BadLinkException {
    Optional<String> longName = Optional.empty();
    Optional<Long> longSize = Optional.empty();
    while (true) {
      skip(left + padding);
      left = 0;
      padding = 0;
      byte[] header = archive.readNBytes(BLOCK);
      if (header.length == 0 || isZero(header)) {
        return Optional.empty();
      }
      check(header);
      long size = longSize.orElse(number(header, 124, 12));
      left = size;
      padding = (BLOCK - size % BLOCK) % BLOCK;
      switch (header[156]) {
        case 0, '0', '7' -> {
          return Optional.of(new TarFile(longName.orElseGet(() -> name(header)), size));
        }
        case '5' -> {
          longName = Optional.empty();
          longSize = Optional.empty();
        }
        case 'L' -> longName = Optional.of(text(content(size)));
        case 'x' -> {
          String attributes = text(content(size));
          longName = attribute(attributes, "path").or(() -> Optional.empty());
          longSize = attribute(attributes, "size").map(TarEntries::decimal);
        }
        case 'g' -> {
          // Of the whole archive; nothing in it is needed.
        }
        default ->
            throw BadLinkException.unreadable(
                "The archive holds a link or a device; pack the plain files alone.");
      }
    }
  }

  /** Reads on in the file; -1 at its end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = archive.read(target, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException(MALFORMED);
    }
    left -= read;
    return read;
  }

  private byte[] content(long size) throws IOException {
    if (size > LONGEST_HEADER) {
      throw new IOException(MALFORMED);
    }
    byte[] bytes = archive.readNBytes((int) size);
    if (bytes.length < size) {
      throw new EOFException(MALFORMED);
    }
    left = 0;
    return bytes;
  }

  private void skip(long count) throws IOException {
    for (long rest = count; rest > 0; ) {
      long passed = archive.skip(rest);
      if (passed <= 0) {
        if (archive.read() < 0) {
          throw new EOFException(MALFORMED);
        }
        passed = 1;
      }
      rest -= passed;
    }
  }

  private static boolean isZero(byte[] header) {
    for (byte one : header) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, with blanks in its own place. */
  private static void check(byte[] header) throws IOException {
    if (header.length < BLOCK) {
      throw new EOFException(MALFORMED);
    }
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException(MALFORMED);
    }
  }

  private static String name(byte[] header) {
    String name = string(header, 0, 100);
    boolean posix = string(header, 257, 5).equals("ustar") && header[262] == 0;
    String prefix = posix ? string(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String string(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Octal; what is larger than that is no file of a link. */
  private static long number(byte[] header, int from, int length) throws IOException {
    String digits = string(header, from, length).strip();
    try {
      long number = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
      if (number < 0) {
        throw new IOException(MALFORMED);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IOException(MALFORMED, e);
    }
  }

  /** An attribute of lines {@code length name=value}. */
  private static Optional<String> attribute(String lines, String name) {
    return lines
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst();
  }

  private static long decimal(String digits) {
    try {
      return Math.max(0, Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
