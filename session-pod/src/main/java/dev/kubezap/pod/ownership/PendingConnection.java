package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A connection that is being opened, which another thread may give up. A network that swallows
 * everything keeps the driver waiting for longer than a lease's margin, and whoever waits for the
 * driver itself cannot be told that the lease has ended.
 */
final class PendingConnection {
  private final CompletableFuture<Connection> opened = new CompletableFuture<>();
  private final Lease.Connector connector;
  private final Thread thread;

  /** Begins to open. */
  PendingConnection(Lease.Connector connector) {
    this.connector = connector;
    // A virtual one: interrupted, it closes the socket it waits for.
    this.thread = Thread.ofVirtual().name("lease-connection").start(this::open);
  }

  private void open() {
    try {
      Connection connection = connector.connect();
      if (!opened.complete(connection)) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException | RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  /**
   * Waits for it.
   *
   * @throws SQLException it could not be opened
   * @throws CancellationException it was given up
   */
  Connection connection() throws SQLException {
    try {
      return opened.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case SQLException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  /** Nobody waits for it any more; a connection that still comes about is closed. */
  void giveUp() {
    opened.cancel(false);
    thread.interrupt();
  }
}
