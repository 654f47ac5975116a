package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.ownership.Breaker;
import dev.kubezap.whatsapp.ConnectGate;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The rows that hold back all sessions, as the client asks for them before each connection; what
 * they say is told to whoever watches.
 */
final class FleetGate implements ConnectGate {
  private static final Logger LOG = Logger.getLogger(FleetGate.class);

  /** Reads whether connecting is held back. */
  @FunctionalInterface
  interface Reader {
    Optional<Breaker.Held> held() throws SQLException;
  }

  private final Reader reader;
  private final Consumer<Optional<String>> told;
  private Optional<Breaker.Held> known = Optional.empty();

  /**
   * Nothing was read yet.
   *
   * @param told hears in words that and why connecting is held back; empty when it is not
   */
  FleetGate(Reader reader, Consumer<Optional<String>> told) {
    this.reader = reader;
    this.told = told;
  }

  @Override
  public synchronized boolean isHeldBack() {
    try {
      learn(reader.held());
    } catch (SQLException e) {
      // Ownership sees to a database that does not answer.
      LOG.debugf("Whether connecting is held back is not known: SQLSTATE %s", e.getSQLState());
    }
    return known.isPresent();
  }

  /** Nobody asks any more, or what it said does not matter now. */
  synchronized void forget() {
    learn(Optional.empty());
  }

  private void learn(Optional<Breaker.Held> held) {
    if (held.isPresent() && known.isEmpty()) {
      LOG.warnf("Connecting is held back until %s: %s", held.get().until(), held.get().reason());
    }
    known = held;
    told.accept(
        held.map(
            by ->
                "Connecting to WhatsApp is held back for all sessions until "
                    + by.until()
                    + ": "
                    + by.reason()));
  }
}
