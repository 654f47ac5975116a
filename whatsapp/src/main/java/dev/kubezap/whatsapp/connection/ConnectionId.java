package dev.kubezap.whatsapp.connection;

/**
 * Names one connection in every callback, so that a late event of an earlier one is told apart and
 * ignored.
 *
 * @param number grows with every connection of a session, from 1
 */
public record ConnectionId(long number) implements Comparable<ConnectionId> {

  /** The id of the connection after this one. */
  public ConnectionId next() {
    return new ConnectionId(number + 1);
  }

  @Override
  public int compareTo(ConnectionId other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "#" + number;
  }
}
