package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** Attempts that end by what nobody foresaw. */
class WebhookClientTest {
  private static final StoredEvent EVENT =
      new StoredEvent(
          7,
          "id-7",
          "message.received",
          Optional.of("chat"),
          Instant.parse("2026-11-21T10:00:00Z"),
          "{}");

  @Test
  void aFaultOfTheProgramIsAFailedAttemptAndClosesItsConnection() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        EventSender client = client(new FaultyTls(new IllegalStateException("secret")))) {
      AttemptResult result = client.send(endpoint("https", server.getLocalPort(), "/"), EVENT);

      assertThat(result).isEqualTo(new AttemptResult.Failed("internal"));
      assertClosed(server);
    }
  }

  @Test
  void anAttemptEndsHoweverItGoes() throws Exception {
    BlockingQueue<AttemptResult> ended = new LinkedBlockingQueue<>();
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> uncaught.add(defect));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        EventSender client = client(new FaultyTls(new AssertionError("meant to be seen")))) {
      Attempts attempts = new Attempts(client, (event, result) -> ended.add(result));

      attempts.begin(endpoint("https", server.getLocalPort(), "/"), EVENT);

      assertThat(ended.poll(5, TimeUnit.SECONDS)).isEqualTo(new AttemptResult.Failed("internal"));
      assertClosed(server);
      assertThat(uncaught).as("it is the attempt's alone").isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void anyPathIsAskedForAsItIs() throws Exception {
    assertThat(WebhookClient.target(URI.create("https://shop.example"))).isEqualTo("/");
    assertThat(WebhookClient.target(URI.create("https://shop.example?a=%20b")))
        .isEqualTo("/?a=%20b");
    assertThat(WebhookClient.target(URI.create("https://shop.example//"))).isEqualTo("//");
    assertThat(WebhookClient.target(URI.create("https://shop.example//a:b@c/%2F?x=y#z")))
        .isEqualTo("//a:b@c/%2F?x=y");
    assertThat(WebhookClient.target(URI.create("https://shop.example/\u00e9?\u00e9")))
        .isEqualTo("/%C3%A9?%C3%A9");
  }

  private static void assertClosed(ServerSocket server) throws Exception {
    try (Socket accepted = server.accept()) {
      accepted.setSoTimeout(5_000);
      assertThat(accepted.getInputStream().read()).as("closed").isEqualTo(-1);
    }
  }

  private static EventSender client(SSLSocketFactory tls) {
    Posting posting = new Posting(new AddressPolicy(true), tls, new CloudEventJson("test", "s"));
    return new SenderByKind(
        Map.of(
            EndpointKind.HTTP,
            () -> new WebhookClient(posting, Clock.systemUTC(), System::nanoTime)));
  }

  private static WebhookEndpoint endpoint(String scheme, int port, String path) {
    return new WebhookEndpoint(
        "shop", URI.create(scheme + "://127.0.0.1:" + port + path), Set.of(), Map.of(), List.of());
  }

  /** Fails with what no network does. */
  private static final class FaultyTls extends SSLSocketFactory {
    private final Throwable fault;

    FaultyTls(Throwable fault) {
      this.fault = fault;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
      if (fault instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) fault;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return new String[0];
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(
        InetAddress address, int port, InetAddress localAddress, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
