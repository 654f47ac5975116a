package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Appends each event to a Redis stream ({@code XADD}): the field {@code event} holds the document,
 * the others what a web server would get as headers. A repeated delivery is another entry with the
 * same {@code webhook-id}.
 */
final class RedisSender implements EventSender {
  private static final int KEPT_COUNT = 8;

  private record Idle(Connection connection, WebhookEndpoint endpoint) {}

  private final Posting posting;
  private final Clock clock;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  RedisSender(Posting posting, Clock clock) {
    this.posting = posting;
    this.clock = clock;
  }

  @Override
  public AttemptResult send(WebhookEndpoint endpoint, StoredEvent event) {
    Envelope envelope = Envelope.of(endpoint, event, posting.documents(), clock.instant());
    CommandArguments command = append(endpoint, envelope);
    try {
      Connection kept = takeIdle(endpoint);
      if (kept != null) {
        try {
          return over(kept, endpoint, command);
        } catch (JedisConnectionException e) {
          if (e.getCause() instanceof SocketTimeoutException) {
            throw e;
          }
          // It was closed by the server while it was idle.
        }
      }
      return over(connect(endpoint), endpoint, command);
    } catch (JedisAccessControlException e) {
      return new AttemptResult.Failed("not-authorized");
    } catch (JedisDataException e) {
      return new AttemptResult.Failed(reason(e));
    } catch (JedisException e) {
      return e.getCause() instanceof IOException cause
          ? AttemptResult.failed(cause)
          : new AttemptResult.Failed("connection");
    }
  }

  private static CommandArguments append(WebhookEndpoint endpoint, Envelope envelope) {
    URI url = endpoint.url();
    CommandArguments command = new CommandArguments(Protocol.Command.XADD);
    command.add(url.getPath().substring(1).getBytes(StandardCharsets.UTF_8));
    if (url.getRawQuery() != null) {
      // About as many: Redis drops whole nodes of entries, which costs it nothing.
      command.add("MAXLEN").add("~").add(url.getRawQuery().replaceFirst("maxlen=", ""));
    }
    command.add("*");
    envelope.headers().forEach((name, value) -> command.add(name).add(value));
    endpoint.forwardedHeaders().forEach((name, value) -> command.add(name).add(value));
    command.add("event").add(envelope.body());
    return command;
  }

  private AttemptResult over(
      Connection connection, WebhookEndpoint endpoint, CommandArguments command) {
    boolean usable = false;
    try {
      connection.executeCommand(command);
      usable = true;
      return new AttemptResult.Delivered(Optional.empty());
    } finally {
      if (usable) {
        keep(connection, endpoint);
      } else {
        connection.close();
      }
    }
  }

  private Connection connect(WebhookEndpoint endpoint) {
    DefaultJedisClientConfig.Builder settings =
        DefaultJedisClientConfig.builder()
            .socketTimeoutMillis((int) endpoint.terms().patience().toMillis())
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    EndpointLogin.of(endpoint.headers())
        .ifPresent(login -> settings.user(login.user().orElse(null)).password(login.secret()));
    return new Connection(() -> open(endpoint), settings.build());
  }

  private Socket open(WebhookEndpoint endpoint) {
    URI url = endpoint.url();
    try {
      return posting.sockets().open(url, EndpointKind.REDIS.port(url), endpoint.terms().patience());
    } catch (IOException e) {
      throw new JedisConnectionException(e);
    }
  }

  /** What Redis refused, by the first word of its answer. */
  private static String reason(JedisDataException refusal) {
    String message = Optional.ofNullable(refusal.getMessage()).orElse("");
    return switch (message.split(" ", 2)[0]) {
      case "WRONGTYPE" -> "not-a-stream";
      case "OOM" -> "out-of-memory";
      case "READONLY", "MASTERDOWN", "CLUSTERDOWN", "MOVED" -> "not-the-writer";
      // Who is not logged in may not even send long commands.
      case "ERR" -> message.contains("unauthenticated") ? "not-authorized" : "refused";
      default -> "refused";
    };
  }

  private synchronized @Nullable Connection takeIdle(WebhookEndpoint endpoint) {
    for (Idle next = idle.pollLast(); next != null; next = idle.pollLast()) {
      if (next.endpoint().equals(endpoint)) {
        return next.connection();
      }
      next.connection().close();
    }
    return null;
  }

  private synchronized void keep(Connection connection, WebhookEndpoint endpoint) {
    if (!closed && idle.size() < KEPT_COUNT) {
      idle.addLast(new Idle(connection, endpoint));
    } else {
      connection.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(kept -> kept.connection().close());
    idle.clear();
  }
}
