package dev.kubezap.operator.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One piece of work with a database and the sockets that it opened. Ending it closes them, which is
 * the one thing that ends a driver that waits, and keeps it from opening more.
 */
final class Attempt {

  /**
   * The attempt of the thread that connects now; sockets are made by a class that the driver makes.
   */
  static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

  private static final Logger LOG = Logger.getLogger(Attempt.class);

  private final List<Socket> sockets = new ArrayList<>();
  private boolean over;

  /** A socket that ends with the attempt. */
  synchronized Socket socket() {
    if (over) {
      throw new UncheckedIOException(new IOException("its time is over"));
    }
    var socket = new Socket();
    sockets.add(socket);
    return socket;
  }

  /** Whether its time was over before it was done. */
  synchronized boolean over() {
    return over;
  }

  /** Its time is over. */
  synchronized void end() {
    over = true;
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debugf("a database connection was not closed: %s", e.getMessage());
      }
    }
  }
}
