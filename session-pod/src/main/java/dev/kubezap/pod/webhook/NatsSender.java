package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes each event to a subject and waits until a JetStream has stored it. The event's id is
 * the message's ({@code Nats-Msg-Id}), by which the stream drops what is delivered again within its
 * window for duplicates.
 */
final class NatsSender implements EventSender {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private record Open(Connection connection, JetStream stream, WebhookEndpoint endpoint) {}

  private final Posting posting;
  private final Clock clock;
  private @Nullable Open open;
  private volatile @Nullable Throwable lastFault;
  private boolean closed;

  NatsSender(Posting posting, Clock clock) {
    this.posting = posting;
    this.clock = clock;
  }

  @Override
  public AttemptResult send(WebhookEndpoint endpoint, StoredEvent event) {
    Envelope envelope = Envelope.of(endpoint, event, posting.documents(), clock.instant());
    try {
      Open ready = ready(endpoint);
      if (envelope.body().length > ready.connection().getMaxPayload()) {
        return new AttemptResult.Failed("too-large");
      }
      ready.stream().publish(message(endpoint, event, envelope));
      return new AttemptResult.Delivered(Optional.empty());
    } catch (JetStreamApiException e) {
      return e.getErrorCode() == 503
          ? new AttemptResult.Failed("no-stream")
          : new AttemptResult.Failed("refused");
    } catch (AuthenticationException e) {
      return new AttemptResult.Failed("not-authorized");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AttemptResult.Failed("timeout");
    } catch (IOException e) {
      return failed(e);
    } catch (IllegalStateException e) {
      // Closed by the server between the look and the message.
      return new AttemptResult.Failed("connection");
    }
  }

  /** The library tells by the text alone that no stream listens to the subject, and of time. */
  private AttemptResult failed(IOException e) {
    String text = Optional.ofNullable(e.getMessage()).orElse("").toLowerCase(Locale.ROOT);
    if (text.contains("no responders") || text.contains("503")) {
      return new AttemptResult.Failed("no-stream");
    }
    Throwable told = lastFault;
    return text.contains("timeout")
        ? AttemptResult.failed(new SocketTimeoutException())
        : AttemptResult.failed(told instanceof SSLException tls ? tls : e);
  }

  private static Message message(WebhookEndpoint endpoint, StoredEvent event, Envelope envelope) {
    Headers headers = new Headers();
    envelope.headers().forEach(headers::add);
    endpoint.forwardedHeaders().forEach(headers::put);
    headers.put("Nats-Msg-Id", event.id());
    return NatsMessage.builder()
        .subject(endpoint.url().getPath().substring(1))
        .headers(headers)
        .data(envelope.body())
        .build();
  }

  private synchronized Open ready(WebhookEndpoint endpoint)
      throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("no deliveries any more");
    }
    Open kept = open;
    if (kept != null
        && kept.endpoint().equals(endpoint)
        && kept.connection().getStatus() == Connection.Status.CONNECTED) {
      return kept;
    }
    end();
    lastFault = null;
    Connection connection = Nats.connect(options(endpoint));
    JetStreamOptions patience =
        JetStreamOptions.builder().requestTimeout(endpoint.terms().patience()).build();
    Open made = new Open(connection, connection.jetStream(patience), endpoint);
    open = made;
    return made;
  }

  private Options options(WebhookEndpoint endpoint) throws IOException {
    URI url = endpoint.url();
    int port = EndpointKind.NATS.port(url);
    List<InetAddress> addresses = posting.sockets().allowed(url);
    if (addresses.isEmpty()) {
      throw new EndpointSockets.AddressNotAllowedException();
    }
    Options.Builder options =
        Options.builder()
            // The addresses that were checked, and none that the server tells of.
            .servers(
                addresses.stream()
                    .map(address -> "nats://" + literal(address) + ":" + port)
                    .toArray(String[]::new))
            .ignoreDiscoveredServers()
            .noRandomize()
            .noReconnect()
            .connectionTimeout(CONNECT_TIMEOUT)
            .connectionName("kubezap")
            .errorListener(
                new ErrorListener() {
                  @Override
                  public void exceptionOccurred(Connection connection, Exception fault) {
                    // The library's own exception has no cause.
                    lastFault = fault.getCause() == null ? fault : fault.getCause();
                  }
                });
    if (EndpointKind.secure(url)) {
      options.sslContext(HostTls.context(posting.sockets(), url.getHost()));
    }
    EndpointLogin.of(endpoint.headers())
        .ifPresent(
            login -> {
              if (login.user().isPresent()) {
                options.userInfo(login.user().get().toCharArray(), login.secret().toCharArray());
              } else {
                options.token(login.secret().toCharArray());
              }
            });
    return options.build();
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private void end() throws InterruptedException {
    Open ended = open;
    open = null;
    if (ended != null) {
      ended.connection().close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
