package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transport.TransportOpener;
import dev.kubezap.whatsapp.transport.WebSocketOpener;
import java.time.InstantSource;

/** Makes connections over transports, each with virtual threads of its own. */
public final class TransportConnector implements Connector {

  private final TransportOpener opener;
  private final PublicKey noiseRoot;
  private final ConnectionTimes times;
  private final RandomBytes random;
  private final InstantSource clock;

  /**
   * A connector over any kind of transport.
   *
   * @param noiseRoot key that the server's noise certificates must lead to
   * @param random must be safe for use by several threads
   * @param clock asked once per connection
   */
  public TransportConnector(
      TransportOpener opener,
      PublicKey noiseRoot,
      ConnectionTimes times,
      RandomBytes random,
      InstantSource clock) {
    this.opener = opener;
    this.noiseRoot = noiseRoot;
    this.times = times;
    this.random = random;
    this.clock = clock;
  }

  /** A connector over WebSockets. */
  public static TransportConnector overWebSocket(
      ConnectionSettings settings, RandomBytes random, InstantSource clock) {
    return new TransportConnector(
        new WebSocketOpener(settings.webSocket(), random),
        settings.noiseRoot(),
        settings.times(),
        random,
        clock);
  }

  @Override
  public Connection connect(ConnectionAttempt attempt, ConnectionListener listener) {
    ConnectionCore core = new ConnectionCore(attempt, noiseRoot, times, random);
    LiveConnection connection =
        new LiveConnection(attempt.id(), core, opener, listener, new MonotonicTime(clock));
    connection.start();
    return connection;
  }
}
