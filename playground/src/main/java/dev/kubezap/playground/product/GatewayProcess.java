package dev.kubezap.playground.product;

import dev.kubezap.playground.process.Launch;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.process.Supervisor;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The gateway, with one fleet key that is made once. */
public final class GatewayProcess {

  private static final String NAME = "gateway";
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int KEY_BYTES = 24;

  private final Supervisor supervisor;
  private final GatewayAddress address;
  private final URI readiness;
  private final Path log;

  /**
   * Starts nothing yet: see {@link #start}.
   *
   * @param account who it is for the API server and for sessions
   * @param administrator the kubeconfig that names the API server
   * @param folder its working folder
   * @param log the file of its log
   */
  public GatewayProcess(
      SourceTree tree,
      ProductAccount account,
      Path administrator,
      Ports ports,
      Path folder,
      Path log,
      ProcessRecords records,
      Terminal terminal)
      throws IOException {
    var kubeconfig = account.kubeconfig(administrator, folder);
    var key = fleetKey(folder.resolve("fleet-key"));
    int port = ports.reserve("gateway");
    int management = ports.reserve("gateway-management");
    address = new GatewayAddress(URI.create("http://127.0.0.1:" + port), key);
    var environment = new HashMap<>(tree.environment());
    environment.putAll(
        Map.of(
            "HOME", folder.toString(),
            "KUBECONFIG", kubeconfig.toString(),
            "KUBEZAP_API_KEY_FILE", key.toString(),
            "KUBEZAP_POD_TOKEN_FILE", account.sessionToken(folder).toString(),
            // There is no pod network here: the operator's status says where a pod is.
            "KUBEZAP_TRUST_STATUS_ENDPOINT", "true",
            "KUBEZAP_HTTP_HOST", "127.0.0.1",
            "KUBEZAP_HTTP_PORT", Integer.toString(port),
            "KUBEZAP_MANAGEMENT_PORT", Integer.toString(management)));
    readiness = URI.create("http://127.0.0.1:" + management + "/healthz/ready");
    this.log = log;
    var launch = new Launch(NAME, tree.gateway(), environment, folder, log);
    supervisor = new Supervisor(NAME, () -> launch, records, terminal::say);
  }

  private static Path fleetKey(Path file) throws IOException {
    if (Files.exists(file)) {
      return file;
    }
    var bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return ProductAccount.secret(file, HexFormat.of().formatHex(bytes) + "\n");
  }

  /**
   * Starts it and returns once it is ready.
   *
   * @throws IOException when it cannot be started or does not become ready in time
   */
  public GatewayAddress start() throws IOException, InterruptedException {
    supervisor.start();
    Readiness.await("the gateway", readiness, log);
    return address;
  }

  /** Ends it and waits for that. */
  public void stop() throws InterruptedException {
    supervisor.stop(GRACE);
  }
}
