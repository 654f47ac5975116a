package dev.kubezap.whatsapp.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** What happened, line by line; the newest lines are kept, all are part of the digest. */
final class Trace {
  private static final int KEPT = 4_000;

  private final Scheduler time;
  private final MessageDigest digest;
  private final Deque<String> lines = new ArrayDeque<>();

  Trace(Scheduler time) {
    this.time = time;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void add(String line) {
    long micros = Duration.between(Scheduler.BEGIN, time.instant()).toNanos() / 1_000;
    String whole = micros + " " + line;
    digest.update(whole.getBytes(StandardCharsets.UTF_8));
    lines.add(whole);
    if (lines.size() > KEPT) {
      lines.remove();
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Of all lines; the trace takes no more. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
