package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.whatsapp.transport.TestKeys;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of another name than the URL's gets no event, also where a library does the TLS. */
@SuppressWarnings("try") // The library's connection may be interrupted as it closes.
class TlsSendersTest {
  private static final StoredEvent EVENT =
      new StoredEvent(
          1,
          "event-1",
          "message.received",
          Optional.empty(),
          Instant.parse("2026-11-24T10:00:00Z"),
          "{}");

  @TempDir private Path folder;
  private TestKeys keys;
  private Path privateKey;
  private SSLContext trusting;
  private Posting posting;

  @BeforeEach
  void makeKeys() throws Exception {
    TestTls tls = TestTls.make(folder);
    keys = tls.keys();
    privateKey = tls.privateKey();
    trusting = tls.trusting();
    posting =
        new Posting(
            new AddressPolicy(true), trusting.getSocketFactory(), new CloudEventJson("test", "s"));
  }

  private static WebhookEndpoint endpoint(String url) {
    return new WebhookEndpoint("tls", URI.create(url), Set.of(), Map.of(), List.of());
  }

  @Test
  void redis() throws Exception {
    Optional<Path> program = InstalledServer.program("redis-server");
    assumeThat(program).as("redis-server is installed").isPresent();
    try (InstalledServer server =
            InstalledServer.start(
                program.orElseThrow(),
                port ->
                    List.of(
                        "--port",
                        "0",
                        "--save",
                        "",
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        keys.pem("server").toString(),
                        "--tls-key-file",
                        privateKey.toString(),
                        "--tls-auth-clients",
                        "no",
                        "--tls-ca-cert-file",
                        keys.pem("server").toString()));
        RedisSender sender = new RedisSender(posting, Clock.systemUTC())) {
      assertThat(sender.send(endpoint("rediss://localhost:" + server.port() + "/k"), EVENT))
          .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
      assertThat(sender.send(endpoint("rediss://127.0.0.1:" + server.port() + "/k"), EVENT))
          .isEqualTo(new AttemptResult.Failed("tls"));
      assertThat(sender.send(endpoint("redis://localhost:" + server.port() + "/k"), EVENT))
          .isEqualTo(new AttemptResult.Failed("connection"));
    }
  }

  @Test
  void nats() throws Exception {
    Optional<Path> program = InstalledServer.program("nats-server");
    assumeThat(program).as("nats-server is installed").isPresent();
    try (InstalledServer server =
            InstalledServer.start(
                program.orElseThrow(),
                port ->
                    List.of(
                        "--addr",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--jetstream",
                        "--store_dir",
                        "store",
                        "--tls",
                        "--tlscert",
                        keys.pem("server").toString(),
                        "--tlskey",
                        privateKey.toString()));
        NatsSender sender = new NatsSender(posting, Clock.systemUTC());
        Connection client =
            Nats.connect(
                Options.builder()
                    .server("nats://localhost:" + server.port())
                    .sslContext(trusting)
                    .build())) {
      client
          .jetStreamManagement()
          .addStream(StreamConfiguration.builder().name("S").subjects("s").build());
      assertThat(sender.send(endpoint("nats+tls://localhost:" + server.port() + "/s"), EVENT))
          .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
      assertThat(sender.send(endpoint("nats+tls://127.0.0.1:" + server.port() + "/s"), EVENT))
          .isEqualTo(new AttemptResult.Failed("tls"));
      assertThat(sender.send(endpoint("nats://localhost:" + server.port() + "/s"), EVENT))
          .isInstanceOf(AttemptResult.Failed.class);
      assertThat(client.jetStreamManagement().getStreamInfo("S").getStreamState().getMsgCount())
          .isEqualTo(1);
    }
  }

  @Test
  void amqp() throws Exception {
    Optional<RabbitServer> rabbit =
        RabbitServer.start(
            "ssl_options.certfile = " + keys.pem("server"),
            "ssl_options.keyfile = " + privateKey,
            "ssl_options.cacertfile = " + keys.pem("server"),
            "ssl_options.verify = verify_none");
    assumeThat(rabbit).as("rabbitmq-server is installed").isPresent();
    try (RabbitServer server = rabbit.orElseThrow();
        AmqpSender sender = new AmqpSender(posting, Clock.systemUTC())) {
      // Nobody has a queue there, which only who is connected learns.
      assertThat(sender.send(amqp("amqps://localhost:" + server.port()), EVENT))
          .isEqualTo(new AttemptResult.Failed("no-queue"));
      assertThat(sender.send(amqp("amqps://127.0.0.1:" + server.port()), EVENT))
          .isEqualTo(new AttemptResult.Failed("tls"));
      assertThat(sender.send(amqp("amqp://localhost:" + server.port()), EVENT))
          .isInstanceOf(AttemptResult.Failed.class);
    }
  }

  private static WebhookEndpoint amqp(String broker) {
    return new WebhookEndpoint(
        "tls", URI.create(broker + "/amq.topic"), Set.of(), RabbitServer.LOGIN, List.of());
  }
}
