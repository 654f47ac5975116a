package dev.kubezap.whatsapp.connection;

/** Makes connections. The real one is {@code SocketConnector}; a test has its own. */
@FunctionalInterface
public interface Connector {

  /**
   * Starts to connect and answers at once. Whatever becomes of it, the listener hears {@link
   * ConnectionListener#closed} in the end.
   */
  Connection connect(ConnectionAttempt attempt, ConnectionListener listener);
}
