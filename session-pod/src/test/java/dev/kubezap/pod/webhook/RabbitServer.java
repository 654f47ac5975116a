package dev.kubezap.pod.webhook;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A RabbitMQ of Debian's package, with a port mapper of its own. */
final class RabbitServer implements AutoCloseable {
  static final String USER = "kubezap";
  static final String PASSWORD = "open:\"sesame\\";

  /** The log-in as a webhook's header. */
  static final Map<String, String> LOGIN =
      Map.of(
          "authorization",
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)));

  private final InstalledServer mapper;
  private final InstalledServer broker;

  private RabbitServer(InstalledServer mapper, InstalledServer broker) {
    this.mapper = mapper;
    this.broker = broker;
  }

  /** Empty where it is not installed. */
  static Optional<RabbitServer> start(String... settings) throws IOException {
    Path program = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    Optional<Path> epmd = InstalledServer.program("epmd");
    if (!Files.isExecutable(program) || epmd.isEmpty()) {
      return Optional.empty();
    }
    InstalledServer mapper =
        InstalledServer.start(
            epmd.orElseThrow(),
            port -> List.of("-port", Integer.toString(port), "-address", "127.0.0.1"));
    int port = InstalledServer.freePort();
    Path folder = Files.createTempDirectory("kubezap-rabbitmq");
    List<String> lines =
        new ArrayList<>(
            List.of(
                "default_user = " + USER,
                "default_pass = " + PASSWORD,
                "max_message_size = 100000",
                "log.console = true",
                "log.file = false"));
    if (settings.length == 0) {
      lines.add("listeners.tcp.1 = 127.0.0.1:" + port);
    } else {
      lines.add("listeners.tcp = none");
      lines.add("listeners.ssl.1 = 127.0.0.1:" + port);
      lines.addAll(List.of(settings));
    }
    Path configuration = folder.resolve("rabbitmq.conf");
    Files.write(configuration, lines);
    InstalledServer broker =
        InstalledServer.start(
            folder,
            port,
            List.of(program.toString()),
            Map.of(
                "HOME", folder.toString(),
                "ERL_EPMD_PORT", Integer.toString(mapper.port()),
                "RABBITMQ_NODENAME", "kubezap@localhost",
                "RABBITMQ_DIST_PORT", Integer.toString(InstalledServer.freePort()),
                "RABBITMQ_CONFIG_FILE", configuration.toString(),
                "RABBITMQ_CONF_ENV_FILE", folder.resolve("none.conf").toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString(),
                "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(),
                "RABBITMQ_LOG_BASE", folder.resolve("logs").toString()));
    return Optional.of(new RabbitServer(mapper, broker));
  }

  int port() {
    return broker.port();
  }

  void kill() throws InterruptedException {
    broker.kill();
  }

  void startAgain() throws IOException {
    broker.startAgain();
  }

  /** Of a client that is not the product. */
  Connection client() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port());
    factory.setUsername(USER);
    factory.setPassword(PASSWORD);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  @Override
  public void close() throws IOException {
    broker.close();
    mapper.close();
  }
}
