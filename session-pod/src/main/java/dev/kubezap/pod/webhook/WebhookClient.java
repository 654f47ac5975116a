package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Posts events to one endpoint. It connects to the very address that it checked, follows no
 * redirect and keeps a few connections. Blocking; meant for virtual threads, whose interruption
 * ends an attempt.
 */
final class WebhookClient implements EventSender {
  private static final Duration KEPT = Duration.ofSeconds(20);
  private static final int KEPT_COUNT = 8;

  private record Idle(PostConnection connection, URI url, long since) {}

  private final Posting posting;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  WebhookClient(Posting posting, Clock clock, LongSupplier nanos) {
    this.posting = posting;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public AttemptResult send(WebhookEndpoint endpoint, StoredEvent event) {
    long deadline = nanos.getAsLong() + endpoint.terms().patience().toNanos();
    try {
      byte[] request = request(endpoint, event);
      PostConnection.Answer answer = exchange(endpoint.url(), request, deadline);
      if (answer.status() >= 200 && answer.status() < 300) {
        return new AttemptResult.Delivered(Optional.of(answer.status()));
      }
      return new AttemptResult.Refused(
          answer.status(), retryAfter(answer.headers().get("retry-after"), clock.instant()));
    } catch (IOException e) {
      return AttemptResult.failed(e);
    }
  }

  private byte[] request(WebhookEndpoint endpoint, StoredEvent event) {
    Envelope envelope = Envelope.of(endpoint, event, posting.documents(), clock.instant());
    URI url = endpoint.url();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
    headers.put("user-agent", "Kubezap");
    event.context().ifPresent(context -> headers.put("traceparent", context));
    headers.putAll(envelope.headers());
    String user = url.getUserInfo();
    if (user != null) {
      headers.put(
          "authorization",
          "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }
    headers.putAll(endpoint.headers());
    return PostConnection.request(target(url), headers, envelope.body());
  }

  /** What is asked for: path and query. */
  static String target(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    // Behind a host, since a path that begins with two slashes would be taken for one.
    String origin = "http://host";
    return URI.create(origin + path + query).toASCIIString().substring(origin.length());
  }

  private PostConnection.Answer exchange(URI url, byte[] request, long deadline)
      throws IOException {
    PostConnection kept = takeIdle(url);
    if (kept != null) {
      try {
        return over(kept, url, request, deadline);
      } catch (IOException e) {
        if (kept.answered() || e instanceof SocketTimeoutException) {
          throw e;
        }
        // It was closed by the server while it was idle.
      }
    }
    return over(connect(url, deadline), url, request, deadline);
  }

  /** By one connection, which is closed when no answer comes of it. */
  private PostConnection.Answer over(
      PostConnection connection, URI url, byte[] request, long deadline) throws IOException {
    boolean answered = false;
    try {
      PostConnection.Answer answer = connection.exchange(request, deadline);
      answered = true;
      return keepAfter(connection, url, answer);
    } finally {
      if (!answered) {
        connection.close();
      }
    }
  }

  private PostConnection connect(URI url, long deadline) throws IOException {
    Duration left = Duration.ofNanos(deadline - nanos.getAsLong());
    return new PostConnection(
        posting.sockets().open(url, EndpointKind.HTTP.port(url), left), nanos);
  }

  private synchronized @Nullable PostConnection takeIdle(URI url) throws IOException {
    for (Idle next = idle.pollLast(); next != null; next = idle.pollLast()) {
      if (next.url().equals(url) && nanos.getAsLong() - next.since() < KEPT.toNanos()) {
        return next.connection();
      }
      next.connection().close();
    }
    return null;
  }

  private synchronized PostConnection.Answer keepAfter(
      PostConnection connection, URI url, PostConnection.Answer answer) throws IOException {
    if (answer.reusable() && !closed && idle.size() < KEPT_COUNT) {
      idle.addLast(new Idle(connection, url, nanos.getAsLong()));
    } else {
      connection.close();
    }
    return answer;
  }

  /** Seconds or an HTTP date; empty for anything else. */
  static Optional<Duration> retryAfter(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      Instant at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Idle kept = idle.poll(); kept != null; kept = idle.poll()) {
      try {
        kept.connection().close();
      } catch (IOException e) {
        // Closed is closed.
        closed = true;
      }
    }
  }
}
