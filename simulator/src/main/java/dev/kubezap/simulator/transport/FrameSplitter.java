package dev.kubezap.simulator.transport;

import dev.kubezap.simulator.crypto.Bytes;
import java.util.Optional;

/**
 * Cuts a client's byte stream into frames: an optional edge-routing part, four intro bytes, then
 * frames of three length bytes and a body.
 */
public final class FrameSplitter {
  private static final int INTRO = 4;

  private Bytes buffer = Bytes.EMPTY;
  private Bytes intro = Bytes.EMPTY;

  /** Adds what arrived. */
  public void add(Bytes bytes) {
    buffer = Bytes.concat(buffer, bytes);
  }

  /** The next complete frame. Throws when the stream does not begin as a web client's does. */
  public Optional<Bytes> next() {
    if (intro.size() == 0 && !readIntro()) {
      return Optional.empty();
    }
    if (buffer.size() < 3) {
      return Optional.empty();
    }
    int size = (int) buffer.slice(0, 3).toNumber();
    if (buffer.size() < 3 + size) {
      return Optional.empty();
    }
    Bytes frame = buffer.slice(3, 3 + size);
    buffer = buffer.slice(3 + size);
    return Optional.of(frame);
  }

  /** The four intro bytes; empty before they arrived. */
  public Bytes intro() {
    return intro;
  }

  private boolean readIntro() {
    int skip = 0;
    if (buffer.size() >= 2 && buffer.at(0) == 'E' && buffer.at(1) == 'D') {
      if (buffer.size() < 7) {
        return false;
      }
      skip = 7 + (int) buffer.slice(4, 7).toNumber();
    }
    if (buffer.size() < skip + INTRO) {
      return false;
    }
    Bytes start = buffer.slice(skip, skip + INTRO);
    if (start.at(0) != 'W' || start.at(1) != 'A') {
      throw new IllegalArgumentException("The stream does not begin with WA but " + start.toHex());
    }
    intro = start;
    buffer = buffer.slice(skip + INTRO);
    return true;
  }

  /** A body with its length before it. */
  public static Bytes frame(Bytes body) {
    return Bytes.concat(Bytes.number(body.size(), 3), body);
  }
}
