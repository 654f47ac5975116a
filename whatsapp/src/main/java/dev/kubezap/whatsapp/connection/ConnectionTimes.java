package dev.kubezap.whatsapp.connection;

import java.time.Duration;

/**
 * How long a connection waits for what.
 *
 * @param login from the open transport to the accepted login or registration
 * @param pingAtLeast shortest time between keep-alive pings
 * @param pingAtMost longest time between them; each interval is drawn anew
 * @param pong from a ping to any byte of the service
 * @param unsent from bytes handed to the transport to their departure
 * @param stall how long received stanzas may wait to be taken
 * @param acknowledgement from a message to its acknowledgement by the service
 */
public record ConnectionTimes(
    Duration login,
    Duration pingAtLeast,
    Duration pingAtMost,
    Duration pong,
    Duration unsent,
    Duration stall,
    Duration acknowledgement) {

  /**
   * 20 s to log in, a ping every 20 to 30 s with 10 s to answer, 20 s for anything stuck, and 75 s
   * for the acknowledgement of a message, as other clients wait (PROTOCOL 5).
   */
  public static final ConnectionTimes DEFAULT =
      new ConnectionTimes(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(75));

  /** Refuses times that are not positive. */
  public ConnectionTimes {
    if (!login.isPositive()
        || !pingAtLeast.isPositive()
        || pingAtMost.compareTo(pingAtLeast) < 0
        || !pong.isPositive()
        || !unsent.isPositive()
        || !stall.isPositive()
        || !acknowledgement.isPositive()) {
      throw new IllegalArgumentException("The times of a connection are positive");
    }
  }
}
