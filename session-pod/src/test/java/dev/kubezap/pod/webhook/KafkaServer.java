package dev.kubezap.pod.webhook;

import dev.kubezap.whatsapp.transport.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A Kafka of one node in a process of its own: a listener with log-in, one with TLS, and one that
 * tells of an address of the link.
 */
final class KafkaServer implements AutoCloseable {
  static final String PASSWORD = "open:\"sesame\\";

  /** The log-in as a webhook's header. */
  static final Map<String, String> LOGIN = login(PASSWORD);

  private static final Path LIBRARIES = Path.of("target", "kafka-broker").toAbsolutePath();
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"kubezap\""
          + " password=\"open:\\\"sesame\\\\\"";

  private final InstalledServer broker;
  private final int tlsPort;
  private final int misleadingPort;

  private KafkaServer(InstalledServer broker, int tlsPort, int misleadingPort) {
    this.broker = broker;
    this.tlsPort = tlsPort;
    this.misleadingPort = misleadingPort;
  }

  static Map<String, String> login(String password) {
    byte[] login = ("kubezap:" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  /** Empty where the build has not brought it. */
  static Optional<KafkaServer> start(TestKeys keys, Path privateKey) throws Exception {
    if (!Files.isDirectory(LIBRARIES)) {
      return Optional.empty();
    }
    int port = InstalledServer.freePort();
    int tlsPort = InstalledServer.freePort();
    int misleadingPort = InstalledServer.freePort();
    int controllerPort = InstalledServer.freePort();
    Path folder = Files.createTempDirectory("kubezap-kafka");
    Path keystore = folder.resolve("server.pem");
    Files.writeString(
        keystore, Files.readString(privateKey) + Files.readString(keys.pem("server")));
    Path settings = folder.resolve("server.properties");
    Files.write(
        settings,
        List.of(
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
            "listeners=LOGIN://127.0.0.1:%d,TLS://127.0.0.1:%d,MISLEADING://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                .formatted(port, tlsPort, misleadingPort, controllerPort),
            "advertised.listeners=LOGIN://127.0.0.1:%d,TLS://localhost:%d,MISLEADING://169.254.7.7:9092"
                .formatted(port, tlsPort),
            "listener.security.protocol.map=LOGIN:SASL_PLAINTEXT,TLS:SSL,MISLEADING:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names=CONTROLLER",
            "inter.broker.listener.name=LOGIN",
            "sasl.mechanism.inter.broker.protocol=PLAIN",
            "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512",
            "listener.name.login.plain.sasl.jaas.config="
                + (PLAIN + " user_kubezap=\"open:\\\"sesame\\\\\";").replace("\\", "\\\\"),
            "listener.name.login.scram-sha-512.sasl.jaas.config="
                + "org.apache.kafka.common.security.scram.ScramLoginModule required;",
            "listener.name.tls.ssl.keystore.type=PEM",
            "listener.name.tls.ssl.keystore.location=" + keystore,
            "auto.create.topics.enable=false",
            "log.dirs=" + folder.resolve("data")));
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", LIBRARIES.resolve("*").toString()));
    List<String> format = new ArrayList<>(java);
    format.addAll(
        List.of(
            "kafka.tools.StorageTool",
            "format",
            "-t",
            "AAAAAAAAAAAAAAAAAAAAAA",
            "-c",
            settings.toString(),
            "--add-scram",
            "SCRAM-SHA-512=[name=kubezap,password=scrammed]"));
    Process formatted =
        new ProcessBuilder(format)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("format").toFile())
            .start();
    if (formatted.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("format")));
    }
    List<String> run = new ArrayList<>(java);
    run.addAll(List.of("kafka.Kafka", settings.toString()));
    return Optional.of(
        new KafkaServer(
            InstalledServer.start(folder, port, run, Map.of()), tlsPort, misleadingPort));
  }

  int port() {
    return broker.port();
  }

  int tlsPort() {
    return tlsPort;
  }

  /** Of the listener that tells of an address that no webhook may have. */
  int misleadingPort() {
    return misleadingPort;
  }

  void kill() throws InterruptedException {
    broker.kill();
  }

  void startAgain() throws IOException {
    broker.startAgain();
  }

  private Map<String, Object> client() {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:" + port(),
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            PLAIN + ";",
            "key.deserializer",
            ByteArrayDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class));
  }

  void createTopic(NewTopic topic) throws Exception {
    try (Admin admin = Admin.create(client())) {
      admin.createTopics(Set.of(topic)).all().get();
    }
  }

  /** What the topic's first partitions hold, in the order of each. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int partitions) {
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(topic, i));
    }
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(client())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long wanted = consumer.endOffsets(all).values().stream().mapToLong(Long::longValue).sum();
      while (read.size() < wanted) {
        consumer.poll(Duration.ofSeconds(1)).forEach(read::add);
      }
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    broker.close();
  }
}
