package dev.kubezap.benchmarks;

import dev.kubezap.database.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   *
   * @param ca the certificate authority of a simulator that speaks TLS: there files are sent, and
   *     fetched as they come
   */
  record Place(
      Path folder,
      String jdbcUrl,
      String nodeUrl,
      String webhook,
      String whatsapp,
      String noiseRoot,
      Optional<Path> ca) {

    /** What a contender keeps for itself there. */
    Path files() {
      return folder.resolve("files");
    }
  }

  /**
   * What happens once, before it is started there for the first time.
   *
   * @throws SQLException when the database refuses
   */
  void prepare(Place place) throws SQLException, IOException;

  /** How it is made and started, in one line for the report. */
  String description() throws IOException;

  /** The key that calls need, if any. */
  String apiKey();

  /**
   * The session pod of this repository.
   *
   * @param options further options of its JVM
   * @param heap its largest heap, such as {@code 64m}; empty for the usual one
   */
  record SessionPod(Path root, String options, String heap) implements Contender {

    SessionPod(Path root) {
      this(root, "", "");
    }

    /** The same with another heap. */
    SessionPod withHeap(String size) {
      return new SessionPod(root, options, size);
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
      Map<String, String> variables = new HashMap<>(usual(place));
      if (!heap.isEmpty()) {
        variables.put("KUBEZAP_HEAP", heap);
      }
      place
          .ca()
          .ifPresent(
              ca -> {
                variables.put("KUBEZAP_WHATSAPP_CA_FILE", ca.toString());
                variables.put("KUBEZAP_MEDIA_URL_ALLOW_LOOPBACK", "true");
                variables.put("KUBEZAP_CONFIG_DIR", place.files().toString());
              });
      return variables;
    }

    private Map<String, String> usual(Place place) {
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
          // What the other server posts: what came in, not the progress of what is sent.
          Map.entry(
              "KUBEZAP_WEBHOOK_EVENTS", "message.received,message.media-ready,history.progress"),
          Map.entry("KUBEZAP_WEBHOOK_ALLOW_LOOPBACK", "true"),
          Map.entry("JAVA_OPTS", options));
    }

    /** As the operator does before it makes the pod. */
    @Override
    public void prepare(Place place) throws SQLException, IOException {
      Migrations.run(place.jdbcUrl(), USER, USER);
      if (place.ca().isPresent()) {
        Files.createDirectories(place.files());
        Files.writeString(
            place.files().resolve("behaviour.json"), "{\"downloadMedia\": [\"document\"]}");
      }
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

  /**
   * Express, Baileys and PostgreSQL in one process.
   *
   * @param keepsHistory whether it stores what the phone tells from before the link, as it stores
   *     what comes; Baileys itself stores nothing
   */
  record BaileysServer(Path folder, boolean keepsHistory) implements Contender {

    BaileysServer(Path folder) {
      this(folder, false);
    }

    /** The same, with the phone's history stored. */
    BaileysServer keepingHistory() {
      return new BaileysServer(folder, true);
    }

    @Override
    public String name() {
      return "Express + Baileys + pg" + (keepsHistory ? ", stored" : "");
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
      Map<String, String> variables = new HashMap<>();
      variables.put("DATABASE_URL", place.nodeUrl());
      variables.put("WHATSAPP_URL", place.whatsapp());
      variables.put("WEBHOOK_URL", place.webhook());
      variables.put("NODE_ENV", "production");
      variables.put("MEDIA_FOLDER", place.files().toString());
      variables.put(
          "MEDIA_ORIGIN",
          place.whatsapp().replaceFirst("^ws", "http").replaceFirst("/ws/chat$", ""));
      if (keepsHistory) {
        variables.put("STORE_HISTORY", "true");
      }
      place.ca().ifPresent(ca -> variables.put("NODE_EXTRA_CA_CERTS", ca.toString()));
      return variables;
    }

    /** It makes its two tables itself. */
    @Override
    public void prepare(Place place) throws IOException {
      Files.createDirectories(place.files());
    }

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
