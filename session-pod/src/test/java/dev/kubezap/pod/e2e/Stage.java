package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A session's process between a PostgreSQL, a simulated WhatsApp with phones and a webhook, with
 * traffic both ways.
 */
final class Stage implements AutoCloseable {
  static final String OWN = "4915110000001";
  static final List<String> PHONES = List.of("4915110000003", "4915110000004");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Steps steps = new Steps();
  private final RestartablePostgres postgres;
  private final Simulator simulator;
  private final HookReceiver hooks;
  private final RestartedPod pod;
  private final Traffic traffic;

  /** Prepares everything but the process. */
  Stage(Path folder) throws IOException {
    this(folder, Map.of());
  }

  /**
   * Prepares everything but the process.
   *
   * @param more variables of the process
   */
  Stage(Path folder, Map<String, String> more) throws IOException {
    this(folder, RestartablePostgres.start(folder.resolve("postgresql")), more);
  }

  /**
   * Prepares everything but the process.
   *
   * @param postgres ended with this stage, unless it is shared
   * @param more variables of the process
   */
  Stage(Path folder, RestartablePostgres postgres, Map<String, String> more) throws IOException {
    this.postgres = postgres;
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Shop", false);
    PHONES.forEach(phone -> simulator.addAccount(phone, "Phone " + phone, false));
    hooks = new HookReceiver(steps);
    Map<String, String> variables = new HashMap<>(variables());
    variables.putAll(more);
    pod = new RestartedPod(folder.resolve("data"), http, variables);
    traffic = new Traffic(simulator, pod, OWN, steps);
  }

  private Map<String, String> variables() {
    return Map.of(
        "KUBEZAP_DATABASE_URL", postgres.url(),
        "KUBEZAP_DATABASE_USER", "postgres",
        "KUBEZAP_WHATSAPP_URL", simulator.webSocketUrl(),
        "KUBEZAP_WHATSAPP_NOISE_ROOT", simulator.noiseRoot(),
        "KUBEZAP_WEBHOOK_URL", hooks.url(),
        "KUBEZAP_WEBHOOK_EVENTS", "message.received",
        "KUBEZAP_WEBHOOK_ALLOW_LOOPBACK", "true");
  }

  /** Starts the process and links it by its QR code; answers the device at the phone. */
  Device pair() throws Exception {
    return pair(Map.of());
  }

  /** The same with other values for some variables, also of later processes. */
  Device pairWith(Map<String, String> changed) throws Exception {
    pod.startWith(changed);
    return link();
  }

  /**
   * The same with other values for some variables of this process alone.
   *
   * @param once the variables
   */
  Device pair(Map<String, String> once) throws Exception {
    pod.startMortal(once);
    return link();
  }

  /** Links the running process by its QR code; answers the device at the phone. */
  Device link() throws Exception {
    JsonNode session = pod.process().awaitPhase("AwaitingPairing");
    Device companion = simulator.scan(OWN, session.path("qr").path("text").asText());
    pod.process().awaitPhase("Connected");
    return companion;
  }

  /** Begins to send between the session and the phones. */
  void startTraffic() {
    startTraffic(Traffic.EAGER);
  }

  /**
   * The same at a pace.
   *
   * @param pause of a caller between an answer and its next message
   */
  void startTraffic(Duration pause) {
    traffic.start(PHONES, pause);
  }

  /** Waits until messages have gone both ways from now on. */
  void awaitTraffic() {
    int in = hooks.idsByText().size();
    int out = traffic.accepted().size();
    Awaitility.await("messages both ways")
        .atMost(Outage.patience(Duration.ofSeconds(90)))
        .failFast(traffic::check)
        .until(() -> hooks.idsByText().size() > in + 5 && traffic.accepted().size() > out + 5);
  }

  HttpClient http() {
    return http;
  }

  RestartablePostgres postgres() {
    return postgres;
  }

  Simulator simulator() {
    return simulator;
  }

  HookReceiver hooks() {
    return hooks;
  }

  RestartedPod pod() {
    return pod;
  }

  Traffic traffic() {
    return traffic;
  }

  Steps steps() {
    return steps;
  }

  @Override
  public void close() throws IOException {
    traffic.close();
    pod.close();
    hooks.close();
    simulator.close();
    postgres.close();
    http.close();
  }
}
