package dev.kubezap.benchmarks;

import dev.kubezap.database.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server that owns one WhatsApp account, as it is started. */
sealed interface Contender {

  /** Its name in the report. */
  String name();

  /** What it says on standard output before the port of its API. */
  String announcement();

  /** The command that starts it. */
  List<String> command() throws IOException;

  /** Its environment. */
  Map<String, String> environment(Place place);

  /**
   * Where one contender lives: the same for every start, so that it finds its credentials again.
   */
  record Place(
      Path folder,
      String jdbcUrl,
      String nodeUrl,
      String webhook,
      String whatsapp,
      String noiseRoot) {}

  /**
   * What happens once, before it is started there for the first time.
   *
   * @throws SQLException when the database refuses
   */
  void prepare(Place place) throws SQLException;

  /** How it is made and started, in one line for the report. */
  String description() throws IOException;

  /** The key that calls need, if any. */
  String apiKey();

  /**
   * The session pod of this repository.
   *
   * @param options further options of its JVM
   */
  record SessionPod(Path root, String options) implements Contender {

    SessionPod(Path root) {
      this(root, "");
    }

    private static final String USER = "postgres";
    private static final String KEY = "benchmark-key-0123456789abcdef0123456789";

    @Override
    public String name() {
      return "Kubezap session pod";
    }

    @Override
    public String announcement() {
      return "KUBEZAP_LISTENING http=";
    }

    @Override
    public List<String> command() {
      return List.of(root.resolve("session-pod/run").toString());
    }

    @Override
    public Map<String, String> environment(Place place) {
      return Map.ofEntries(
          Map.entry("KUBEZAP_DATABASE_URL", place.jdbcUrl()),
          Map.entry("KUBEZAP_DATABASE_USER", USER),
          Map.entry("KUBEZAP_DATABASE_PASSWORD", USER),
          Map.entry("KUBEZAP_DATA_DIR", place.folder().toString()),
          Map.entry("KUBEZAP_HTTP_HOST", "127.0.0.1"),
          Map.entry("KUBEZAP_HTTP_PORT", "0"),
          Map.entry("KUBEZAP_MANAGEMENT_PORT", "0"),
          Map.entry("KUBEZAP_API_KEY", KEY),
          Map.entry("KUBEZAP_WHATSAPP_URL", place.whatsapp()),
          Map.entry("KUBEZAP_WHATSAPP_NOISE_ROOT", place.noiseRoot()),
          Map.entry("KUBEZAP_WEBHOOK_URL", place.webhook()),
          // What the other server posts: messages that came in, not the progress of those sent.
          Map.entry("KUBEZAP_WEBHOOK_EVENTS", "message.received"),
          Map.entry("KUBEZAP_WEBHOOK_ALLOW_LOOPBACK", "true"),
          Map.entry("JAVA_OPTS", options));
    }

    /** As the operator does before it makes the pod. */
    @Override
    public void prepare(Place place) throws SQLException {
      Migrations.run(place.jdbcUrl(), USER, USER);
    }

    @Override
    public String description() throws IOException {
      Path application = root.resolve("session-pod/target/app");
      try (Stream<String> lines = Files.lines(application.resolve("jvm.options"))) {
        return "no framework, an HTTP server of its own; JDK "
            + Runtime.version()
            + lines
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining(" ", ", ", " "))
            + (Files.exists(application.resolve("session-pod.aot"))
                ? "with its AOT cache"
                : "without an AOT cache");
      }
    }

    @Override
    public String apiKey() {
      return KEY;
    }
  }

  /** Express, Baileys and PostgreSQL in one process. */
  record BaileysServer(Path folder) implements Contender {

    @Override
    public String name() {
      return "Express + Baileys + pg";
    }

    @Override
    public String announcement() {
      return "LISTENING http=";
    }

    @Override
    public List<String> command() {
      return List.of("node", folder.resolve("server.mjs").toString());
    }

    @Override
    public Map<String, String> environment(Place place) {
      return Map.of(
          "DATABASE_URL", place.nodeUrl(),
          "WHATSAPP_URL", place.whatsapp(),
          "WEBHOOK_URL", place.webhook(),
          "NODE_ENV", "production");
    }

    /** It makes its two tables itself. */
    @Override
    public void prepare(Place place) {}

    @Override
    public String description() {
      return "Node.js with the packages of baileys-server/package.json";
    }

    @Override
    public String apiKey() {
      return "";
    }
  }
}
