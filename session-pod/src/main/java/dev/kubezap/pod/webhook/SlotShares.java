package dev.kubezap.pod.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Shares the attempts that one webhook may have under way among its chats, so that slow ones leave
 * room for the rest: an attempt that takes long gives its slot back and counts among the slow ones,
 * of which there may be some too; a chat whose last attempt was slow begins as one. Pure: times are
 * arguments.
 */
final class SlotShares {
  /** An attempt that takes longer is slow. */
  static final Duration SLOW_AFTER = Duration.ofSeconds(1);

  /** Chats known as slow that may have an attempt under way. */
  static final int SLOW_SLOTS = 8;

  /** Attempts under way altogether: so many chats must turn slow at once to hold back another. */
  static final int MOST = 32;

  /** Retries at the same time, so that failures leave room for what is new. */
  static final int MOST_RETRIES = 2;

  private static final int MOST_REMEMBERED = 10_000;

  private static final class Running {
    final String chat;
    final boolean retried;
    final Instant since;
    boolean slow;

    Running(String chat, boolean retried, Instant since, boolean slow) {
      this.chat = chat;
      this.retried = retried;
      this.since = since;
      this.slow = slow;
    }
  }

  private final Map<Long, Running> running = new HashMap<>();
  private final Set<String> slowChats = new LinkedHashSet<>();

  /** Attempts under way. */
  int inFlight() {
    return running.size();
  }

  boolean isSlow(String chat) {
    return slowChats.contains(chat);
  }

  /** Notices which attempts have become slow by now. */
  void look(Instant now) {
    for (Running attempt : running.values()) {
      if (!attempt.slow && isSlow(attempt, now)) {
        attempt.slow = true;
        remember(attempt.chat);
      }
    }
  }

  /**
   * Whether an attempt for a chat may begin.
   *
   * @param retried whether it failed before
   * @param slots attempts at the same time that are not slow
   */
  boolean admits(String chat, boolean retried, int slots) {
    if (running.size() >= MOST) {
      return false;
    }
    if (slowChats.contains(chat)) {
      return running.values().stream().filter(attempt -> attempt.slow).count() < SLOW_SLOTS;
    }
    int quick = 0;
    int retries = 0;
    for (Running attempt : running.values()) {
      quick += attempt.slow ? 0 : 1;
      retries += !attempt.slow && attempt.retried ? 1 : 0;
    }
    return quick < slots && (!retried || retries < MOST_RETRIES);
  }

  void begin(long sequence, String chat, boolean retried, Instant now) {
    running.put(sequence, new Running(chat, retried, now, slowChats.contains(chat)));
  }

  /** An attempt has ended, however. */
  void end(long sequence, Instant now) {
    Running ended = running.remove(sequence);
    if (ended == null) {
      throw new IllegalStateException("delivery " + sequence + " is not in flight");
    }
    if (isSlow(ended, now)) {
      remember(ended.chat);
    } else {
      slowChats.remove(ended.chat);
    }
  }

  private static boolean isSlow(Running attempt, Instant now) {
    return attempt.since.plus(SLOW_AFTER).isBefore(now);
  }

  private void remember(String chat) {
    slowChats.add(chat);
    if (slowChats.size() > MOST_REMEMBERED) {
      slowChats.remove(slowChats.iterator().next());
    }
  }
}
