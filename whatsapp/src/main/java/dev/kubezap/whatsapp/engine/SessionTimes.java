package dev.kubezap.whatsapp.engine;

import java.time.Duration;

/** The session's delays and bounds, in one place. */
final class SessionTimes {
  /**
   * A connection that held this long was a good one: the delays begin anew after it. It is longer
   * than the time in which a message has to be acknowledged, so that a message that nobody ever
   * acknowledges makes the delays grow.
   */
  static final Duration CONNECTION_LASTED = Duration.ofSeconds(90);

  /** How long to stay away after another client took the connection over (SAFETY.md 2). */
  static final Duration REPLACED_PAUSE = Duration.ofMinutes(5);

  /** A second takeover within this time means that the credentials are in use elsewhere. */
  static final Duration REPLACED_WINDOW = Duration.ofHours(24);

  /** How often a session that may not connect looks whether it may again. */
  static final Duration HELD_BACK_LOOK = Duration.ofSeconds(5);

  /** Over which the sessions that may connect again spread. */
  static final Duration HELD_BACK_SPREAD = Duration.ofSeconds(30);

  /** The store may be away this long before the socket is closed (SAFETY.md 3). */
  static final Duration STORE_PATIENCE = Duration.ofSeconds(20);

  /** The first and the longest pause between two tries of the store. */
  static final Duration STORE_RETRY = Duration.ofMillis(100);

  static final Duration STORE_RETRY_MAXIMUM = Duration.ofSeconds(3);

  /** Inputs and bytes of one batch. */
  static final int BATCH_INPUTS = 128;

  static final long BATCH_BYTES = 1 << 20;

  /** Inputs and bytes that may wait. */
  static final int MAILBOX_INPUTS = 1_024;

  static final long MAILBOX_BYTES = 8L << 20;

  /** Records that are remembered between batches. */
  static final int CACHED_RECORDS = 1_024;

  private SessionTimes() {}
}
