package dev.kubezap.pod.webhook;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;

/** A channel on which the broker confirms what it takes; for one message at a time. */
final class AmqpChannel {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Channel channel;

  /** Written by the connection's thread before the confirmation that is waited for. */
  private volatile OptionalInt returned = OptionalInt.empty();

  private AmqpChannel(Channel channel) {
    this.channel = channel;
  }

  /** Opens one; blocking. */
  static AmqpChannel of(Connection connection) throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("the broker allows no further channel");
    }
    AmqpChannel made = new AmqpChannel(channel);
    channel.addReturnListener(message -> made.returned = OptionalInt.of(message.getReplyCode()));
    channel.confirmSelect();
    return made;
  }

  /**
   * Publishes and waits. A channel whose broker says nothing is closed with its connection, so that
   * a message which is still on its way overtakes no later one.
   *
   * @throws TimeoutException when nothing was confirmed in time
   */
  AttemptResult publish(
      String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body)
      throws IOException, InterruptedException, TimeoutException {
    returned = OptionalInt.empty();
    boolean answered = false;
    try {
      channel.basicPublish(exchange, routingKey, true, properties, body);
      boolean taken = channel.waitForConfirms(TIMEOUT.toMillis());
      answered = true;
      if (!taken) {
        return new AttemptResult.Failed("refused");
      }
      return returned.isEmpty()
          ? new AttemptResult.Delivered(Optional.empty())
          : new AttemptResult.Failed(returned.getAsInt() == AMQP.NO_ROUTE ? "no-queue" : "refused");
    } finally {
      if (!answered && channel.isOpen()) {
        AmqpConnections.end(channel.getConnection());
      }
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  boolean isOf(Connection connection) {
    return channel.getConnection().equals(connection);
  }

  void close() {
    try {
      channel.abort();
    } catch (IOException e) {
      // Closed is closed.
      returned = OptionalInt.empty();
    }
  }
}
