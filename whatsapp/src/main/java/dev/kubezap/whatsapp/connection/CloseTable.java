package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.connection.CloseReason.Failure;
import dev.kubezap.whatsapp.connection.CloseReason.StreamError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Every way in which a connection ends, with its reaction. The rows are tried from top to bottom;
 * docs/close-reasons.md shows them.
 *
 * <p>Two rules stand above the rows: credentials go only where the service said that the link is
 * gone, and a code that nobody knows stops rather than repeats a refused login.
 */
final class CloseTable {

  private static final Reaction NOW = new Reaction.ReconnectNow();
  private static final Reaction BACKOFF = new Reaction.ReconnectWithBackoff(Duration.ZERO);
  private static final Reaction LONG_BACKOFF =
      new Reaction.ReconnectWithBackoff(Duration.ofMinutes(5));
  private static final Reaction UPDATE = new Reaction.UpdateVersionOnce();
  private static final Reaction LOGGED_OUT = new Reaction.LoggedOut();
  private static final Reaction REPLACED = new Reaction.Replaced();

  /** Code that matches every code. */
  static final int ANY = -1;

  /** What the codes belong to. */
  enum Source {
    STREAM_ERROR,
    FAILURE
  }

  /**
   * A row.
   *
   * @param code the service's, or {@link #ANY}
   * @param condition of a stream error; empty matches every one
   */
  record Row(Source source, int code, String condition, String meaning, Reaction reaction) {
    boolean matches(Source actualSource, int actualCode, String actualCondition) {
      return source == actualSource
          && (code == ANY || code == actualCode)
          && (condition.isEmpty() || condition.equals(actualCondition));
    }
  }

  /** Reaction of the row for temporary bans, before the end of the ban is known. */
  static final Reaction.WaitUntil BAN = new Reaction.WaitUntil(Instant.MAX);

  static final List<Row> ROWS =
      List.of(
          stream(ANY, "replaced", "another client connected as this device", REPLACED),
          stream(ANY, "device_removed", "the phone removed this device", LOGGED_OUT),
          stream(516, "", "the phone removed this device", LOGGED_OUT),
          stream(515, "", "restart, as after pairing", NOW),
          stream(
              401, "", "unauthorized; the next login tells whether the device is removed", BACKOFF),
          stream(405, "", "client version too old", UPDATE),
          stream(409, "", "another client connected as this device", REPLACED),
          stream(429, "", "too many requests", LONG_BACKOFF),
          stream(500, "", "server error", BACKOFF),
          stream(503, "", "server restarts", BACKOFF),
          stream(ANY, "xml-not-well-formed", "a stanza of ours was not understood", BACKOFF),
          stream(ANY, "", "unknown", BACKOFF),
          failure(400, "bad request", StopReason.REFUSED),
          failure(401, "logged out", LOGGED_OUT),
          failure(402, "temporary ban", BAN),
          failure(403, "account locked", StopReason.LOCKED),
          failure(405, "client version too old", UPDATE),
          failure(406, "account banned", StopReason.BANNED),
          failure(409, "user agent refused", StopReason.REFUSED),
          failure(411, "the phone does not support linked devices", StopReason.PHONE_UNSUITABLE),
          failure(413, "token refused", StopReason.REFUSED),
          failure(414, "token expired", StopReason.REFUSED),
          failure(415, "unsupported request", StopReason.REFUSED),
          failure(418, "client refused", StopReason.REFUSED),
          failure(500, "server error", BACKOFF),
          failure(501, "not available now", BACKOFF),
          failure(503, "server restarts", BACKOFF),
          failure(ANY, "unknown", StopReason.REFUSED));

  private CloseTable() {}

  static Reaction reactionTo(CloseReason reason) {
    return switch (reason) {
      case StreamError error ->
          row(Source.STREAM_ERROR, error.code(), error.condition()).reaction();
      case Failure failure -> {
        Reaction reaction = row(Source.FAILURE, failure.code(), "").reaction();
        yield reaction.equals(BAN) ? banned(failure) : reaction;
      }
      case CloseReason.Downgraded _ -> stop(StopReason.PHONE_UNSUITABLE);
      case CloseReason.ClosedLocally _ -> stop(StopReason.CLOSED);
      case CloseReason.StreamEnded _,
          CloseReason.DeadPeer _,
          CloseReason.Lost _,
          CloseReason.ConnectFailed _,
          CloseReason.HandshakeFailed _,
          CloseReason.ProtocolViolation _,
          CloseReason.Stalled _,
          CloseReason.ListenerFailed _ ->
          BACKOFF;
    };
  }

  /** Whether a stream error with this code ends the stream; others are passed on and survived. */
  static boolean knowsStreamError(int code) {
    return row(Source.STREAM_ERROR, code, "").code() != ANY;
  }

  static Row row(Source source, int code, String condition) {
    for (Row row : ROWS) {
      if (row.matches(source, code, condition)) {
        return row;
      }
    }
    throw new IllegalStateException("The table ends without a row for every code");
  }

  private static Reaction banned(Failure failure) {
    return failure.banEnd().<Reaction>map(Reaction.WaitUntil::new).orElse(stop(StopReason.BANNED));
  }

  private static Row stream(int code, String condition, String meaning, Reaction reaction) {
    return new Row(Source.STREAM_ERROR, code, condition, meaning, reaction);
  }

  private static Row failure(int code, String meaning, Reaction reaction) {
    return new Row(Source.FAILURE, code, "", meaning, reaction);
  }

  private static Row failure(int code, String meaning, StopReason reason) {
    return failure(code, meaning, stop(reason));
  }

  private static Reaction stop(StopReason reason) {
    return new Reaction.Stop(reason);
  }
}
