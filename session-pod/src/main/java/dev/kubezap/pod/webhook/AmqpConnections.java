package dev.kubezap.pod.webhook;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Connects to brokers of AMQP 0-9-1, and to the very addresses that were checked: the library is
 * given sockets that are connected.
 */
final class AmqpConnections {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  private AmqpConnections() {}

  /** Connects and logs in. */
  static Connection open(WebhookEndpoint endpoint, EndpointSockets sockets)
      throws IOException, TimeoutException {
    URI url = endpoint.url();
    ConnectionFactory factory =
        new ConnectionFactory() {
          @Override
          protected synchronized FrameHandlerFactory createFrameHandlerFactory() {
            return (address, name) ->
                new SocketFrameHandler(sockets.open(url, EndpointKind.AMQP.port(url), TIMEOUT));
          }
        };
    factory.setHost(url.getHost());
    factory.setPort(EndpointKind.AMQP.port(url));
    EndpointKind.parameter(url).ifPresent(factory::setVirtualHost);
    EndpointLogin.of(endpoint.headers())
        .ifPresent(
            login -> {
              // A token is a password without a user, as RabbitMQ's OAuth 2 plugin takes it.
              factory.setUsername(login.user().orElse(""));
              factory.setPassword(login.secret());
            });
    factory.setAutomaticRecoveryEnabled(false);
    factory.setHandshakeTimeout((int) TIMEOUT.toMillis());
    factory.setChannelRpcTimeout((int) TIMEOUT.toMillis());
    factory.setShutdownTimeout((int) TIMEOUT.toMillis());
    factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
    factory.setThreadFactory(Thread.ofVirtual().name("amqp-", 0).factory());
    return factory.newConnection("kubezap");
  }

  /** Ends one at once, whatever the broker says to it. */
  static void end(Connection connection) {
    connection.abort((int) TIMEOUT.toMillis());
  }
}
