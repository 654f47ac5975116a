package dev.kubezap.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
          Map.entry("KUBEZAP_DATABASE_USER", "postgres"),
          Map.entry("KUBEZAP_DATABASE_PASSWORD", "postgres"),
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

    @Override
    public String apiKey() {
      return "";
    }
  }
}
