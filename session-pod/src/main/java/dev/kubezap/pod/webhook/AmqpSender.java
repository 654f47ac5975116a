package dev.kubezap.pod.webhook;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.kubezap.pod.outbox.StoredEvent;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes each event to an exchange of AMQP 0-9-1, persistent and mandatory, and waits for the
 * broker's confirmation: it counts as taken when every queue that it was routed to has it, and not
 * at all when there was none. The routing key is the chat.
 */
final class AmqpSender implements EventSender {
  /** As the binding of CloudEvents to AMQP has it. */
  private static final String PREFIX = "cloudEvents:";

  private static final int PERSISTENT = 2;
  private static final int KEPT_COUNT = 8;

  private record Open(Connection connection, WebhookEndpoint endpoint) {}

  private final Posting posting;
  private final Clock clock;
  private final Deque<AmqpChannel> idle = new ArrayDeque<>();
  private @Nullable Open open;
  private boolean closed;

  AmqpSender(Posting posting, Clock clock) {
    this.posting = posting;
    this.clock = clock;
  }

  @Override
  public AttemptResult send(WebhookEndpoint endpoint, StoredEvent event) {
    Envelope envelope =
        Envelope.binary(endpoint, event, posting.documents(), clock.instant(), PREFIX);
    String routingKey = posting.documents().orderKey(event);
    try {
      AmqpChannel channel = channel(endpoint);
      AttemptResult result =
          channel.publish(
              endpoint.url().getPath().substring(1),
              routingKey,
              properties(endpoint, event, envelope),
              envelope.body());
      keep(channel);
      return result;
    } catch (PossibleAuthenticationFailureException e) {
      return new AttemptResult.Failed("not-authorized");
    } catch (ShutdownSignalException e) {
      return refused(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AttemptResult.Failed("timeout");
    } catch (TimeoutException e) {
      return new AttemptResult.Failed("timeout");
    } catch (IOException e) {
      return e.getCause() instanceof ShutdownSignalException told
          ? refused(told)
          : AttemptResult.failed(e);
    }
  }

  private static AMQP.BasicProperties properties(
      WebhookEndpoint endpoint, StoredEvent event, Envelope envelope) {
    Map<String, Object> headers = new LinkedHashMap<>(envelope.headers());
    Object contentType = headers.remove("content-type");
    headers.putAll(endpoint.forwardedHeaders());
    return new AMQP.BasicProperties.Builder()
        .contentType(String.valueOf(contentType))
        .deliveryMode(PERSISTENT)
        .messageId(event.id())
        .timestamp(Date.from(event.at()))
        .type(String.valueOf(headers.get(PREFIX + "type")))
        .headers(headers)
        .build();
  }

  /** Why the broker closed the channel or the connection, by the code of AMQP. */
  private static AttemptResult refused(ShutdownSignalException closing) {
    int code =
        switch (closing.getReason()) {
          case AMQP.Channel.Close channel -> channel.getReplyCode();
          case AMQP.Connection.Close connection -> connection.getReplyCode();
          case null, default -> 0;
        };
    return new AttemptResult.Failed(
        switch (code) {
          case 0, AMQP.CONNECTION_FORCED, AMQP.REPLY_SUCCESS -> "connection";
          case AMQP.ACCESS_REFUSED -> "not-authorized";
          case AMQP.NOT_FOUND -> "no-exchange";
          case AMQP.NOT_ALLOWED -> "no-virtual-host";
          case AMQP.CONTENT_TOO_LARGE, AMQP.PRECONDITION_FAILED -> "too-large";
          default -> "refused";
        });
  }

  /** A channel that nobody else uses. */
  private synchronized AmqpChannel channel(WebhookEndpoint endpoint)
      throws IOException, TimeoutException {
    if (closed) {
      throw new IOException("no deliveries any more");
    }
    Open kept = open;
    if (kept == null || !kept.endpoint().equals(endpoint) || !kept.connection().isOpen()) {
      end();
      kept = new Open(AmqpConnections.open(endpoint, posting.sockets()), endpoint);
      open = kept;
    }
    for (AmqpChannel next = idle.pollLast(); next != null; next = idle.pollLast()) {
      if (next.isOpen()) {
        return next;
      }
    }
    return AmqpChannel.of(kept.connection());
  }

  private synchronized void keep(AmqpChannel channel) {
    Open kept = open;
    if (channel.isOpen()
        && kept != null
        && channel.isOf(kept.connection())
        && idle.size() < KEPT_COUNT) {
      idle.addLast(channel);
    } else {
      channel.close();
    }
  }

  private void end() {
    idle.clear();
    Open ended = open;
    open = null;
    if (ended != null) {
      AmqpConnections.end(ended.connection());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
