package dev.kubezap.playground.product;

import dev.kubezap.playground.process.Absence;
import dev.kubezap.playground.process.Launch;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.process.Supervisor;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The operator. */
public final class OperatorProcess {

  /** The image that sessions get, which the node stand-in knows a local command for. */
  public static final String SESSION_IMAGE = "kubezap/session-pod:playground";

  private static final String NAME = "operator";
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Supervisor supervisor;
  private final URI readiness;
  private final Path log;

  /**
   * Starts nothing yet: see {@link #start}.
   *
   * @param kubeconfig who it is for the API server
   * @param database where sessions keep their state
   * @param port of its health and metrics
   * @param folder its working folder
   * @param log the file of its log
   */
  public OperatorProcess(
      SourceTree tree,
      Path kubeconfig,
      DatabaseAccess database,
      SimulatorAddress simulator,
      int port,
      Path folder,
      Path log,
      ProcessRecords records,
      Terminal terminal) {
    var environment = new HashMap<>(tree.environment());
    environment.putAll(
        Map.of(
            "HOME", folder.toString(),
            "KUBECONFIG", kubeconfig.toString(),
            "KUBEZAP_DATABASE_URL", database.url(),
            "KUBEZAP_DATABASE_USER", database.user(),
            "KUBEZAP_DATABASE_PASSWORD", database.password(),
            "KUBEZAP_SESSION_IMAGE", SESSION_IMAGE,
            "KUBEZAP_WHATSAPP_URL", simulator.whatsapp().toString(),
            "KUBEZAP_WHATSAPP_NOISE_ROOT", simulator.noiseRoot(),
            "KUBEZAP_TRUST_POD_ADDRESS_ANNOTATION", "true"));
    environment.put(
        "KUBEZAP_GATEWAY_SERVICE_ACCOUNT", ProductAccount.NAMESPACE + "/" + ProductAccount.GATEWAY);
    System.getenv()
        .forEach(
            (variable, value) -> {
              if (variable.startsWith("KUBEZAP_BREAKER")) {
                environment.put(variable, value);
              }
            });
    environment.put("KUBEZAP_HTTP_HOST", "127.0.0.1");
    environment.put("KUBEZAP_MANAGEMENT_PORT", Integer.toString(port));
    this.readiness = URI.create("http://127.0.0.1:" + port + "/healthz/ready");
    this.log = log;
    var launch = new Launch(NAME, tree.operator(), environment, folder, log);
    this.supervisor = new Supervisor(NAME, () -> launch, records, terminal::say);
  }

  /**
   * Starts it and returns once it is ready.
   *
   * @throws IOException when it cannot be started or does not become ready in time
   */
  public void start() throws IOException, InterruptedException {
    supervisor.start();
    Readiness.await("the operator", readiness, log);
  }

  /** The process id, 0 when it does not run at this moment. */
  public long pid() {
    return supervisor.pid();
  }

  /** Kills it and does not start it again before the answer is closed. */
  public Absence takeAway() {
    return supervisor.takeAway();
  }

  /** Ends it and waits for that. */
  public void stop() throws InterruptedException {
    supervisor.stop(GRACE);
  }
}
