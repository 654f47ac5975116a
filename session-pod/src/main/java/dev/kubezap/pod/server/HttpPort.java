package dev.kubezap.pod.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jboss.logging.Logger;

/** A listening port, what answers its requests, and what its callers may cost. */
final class HttpPort extends ServerConnector {
  private static final Logger LOG = Logger.getLogger(HttpPort.class);
  private static final int BACKLOG = 128;
  private static final int SELECTORS = 1;

  private final ServerLimits limits;
  private final HttpHandler handler;

  /**
   * @param protocol what is spoken on it
   */
  HttpPort(
      Server server, ServerLimits limits, HttpHandler handler, HttpConnectionFactory protocol) {
    // No thread only to accept: the selector does it.
    super(server, 0, SELECTORS, protocol);
    this.limits = limits;
    this.handler = handler;
    setAcceptQueueSize(BACKLOG);
    setIdleTimeout(limits.idleTime().toMillis());
  }

  HttpHandler handler() {
    return handler;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint endPoint =
        new CallerEndPoint(channel, selector, key, getScheduler(), limits.headTime());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  @Override
  protected void onEndPointOpened(EndPoint endPoint) {
    super.onEndPointOpened(endPoint);
    if (getConnectedEndPoints().size() > limits.connections()) {
      LOG.warnf("More than %d connections are open: one is turned away", limits.connections());
      endPoint.close();
    }
  }
}
