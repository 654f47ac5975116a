package dev.kubezap.playground.controlplane;

import dev.kubezap.playground.binaries.ControlPlaneBinaries;
import dev.kubezap.playground.binaries.Program;
import dev.kubezap.playground.process.Absence;
import dev.kubezap.playground.process.Launch;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.process.Supervisor;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * etcd, kube-apiserver and kube-controller-manager. Each is started again when it dies; state and
 * addresses are kept in the data folder.
 */
public final class ControlPlane {

  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ControlPlaneBinaries binaries;
  private final Path folder;
  private final Path logs;
  private final ProcessRecords records;
  private final Terminal terminal;
  private final Map<Program, Supervisor> started = new EnumMap<>(Program.class);
  private final List<Supervisor> inOrder = new ArrayList<>();
  private final Credentials credentials;
  private final NodeCredentials nodeCredentials;
  private final CertifiedKey etcdKey;
  private final int etcdPort;
  private final int peerPort;
  private final int port;

  /**
   * Starts nothing yet: see {@link #start}.
   *
   * @param folder keeps the cluster's state
   * @param logs the folder of the logs
   */
  public ControlPlane(
      ControlPlaneBinaries binaries,
      Path folder,
      Path logs,
      Ports ports,
      ProcessRecords records,
      Terminal terminal)
      throws IOException, InterruptedException {
    this.binaries = binaries;
    this.folder = Files.createDirectories(folder);
    this.logs = logs;
    this.records = records;
    this.terminal = terminal;
    this.credentials = Credentials.in(folder, new SecureRandom());
    this.nodeCredentials = NodeCredentials.in(folder);
    this.etcdKey = CertifiedKey.in(folder, "etcd", "CN=etcd", "san=ip:127.0.0.1");
    this.etcdPort = ports.reserve("etcd");
    this.peerPort = ports.reserve("etcd-peer");
    this.port = ports.reserve("kube-apiserver");
  }

  /**
   * Starts all three and returns once the API server is ready.
   *
   * @throws IOException when a program cannot be started or does not become ready in time
   */
  public void start() throws IOException, InterruptedException {
    var certificates = folder.resolve("certificates");
    supervise(
        Program.ETCD, Commands.etcd(folder.resolve("etcd"), etcdPort, peerPort, etcdKey), Map.of());
    // A smaller heap for a little more work: the playground shares the machine with its user.
    supervise(
        Program.KUBE_APISERVER,
        Commands.apiServer(etcdPort, etcdKey, port, certificates, credentials, nodeCredentials),
        Map.of("GOGC", "50"));
    var certificate = certificates.resolve("apiserver.crt");
    var readiness = new ApiServerReadiness(port, certificate, credentials.administratorToken());
    if (!readiness.await(READY)) {
      throw new IOException(
          "the API server is not ready after "
              + READY.toSeconds()
              + " s ("
              + readiness.lastAnswer()
              + "); read "
              + logs.resolve("kube-apiserver.log")
              + " and "
              + logs.resolve("etcd.log"));
    }
    Credentials.secret(
        kubeconfig(),
        Kubeconfig.of(port, Files.readString(certificate), credentials.administratorToken()));
    supervise(
        Program.KUBE_CONTROLLER_MANAGER,
        Commands.controllerManager(kubeconfig(), certificate, credentials),
        Map.of("GOGC", "50"));
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The keys with which API server and node know each other. */
  public NodeCredentials nodeCredentials() {
    return nodeCredentials;
  }

  /** The process id of a running program, 0 when it does not run at this moment. */
  public long pid(Program program) {
    var supervisor = started.get(program);
    return supervisor == null ? 0 : supervisor.pid();
  }

  /** Kills the API server and does not start it again before the answer is closed. */
  public Absence takeApiServerAway() {
    var supervisor = started.get(Program.KUBE_APISERVER);
    if (supervisor == null) {
      throw new IllegalStateException("the API server was not started");
    }
    return supervisor.takeAway();
  }

  /** Ends all three, the last started first. */
  public void stop() throws InterruptedException {
    for (var supervisor : inOrder.reversed()) {
      supervisor.stop(GRACE);
    }
  }

  private void supervise(Program program, List<String> arguments, Map<String, String> environment)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(binaries.path(program).toString());
    command.addAll(arguments);
    var launch =
        new Launch(
            program.fileName(),
            command,
            environment,
            folder,
            logs.resolve(program.fileName() + ".log"));
    var supervisor = new Supervisor(program.fileName(), () -> launch, records, terminal::say);
    supervisor.start();
    started.put(program, supervisor);
    inOrder.add(supervisor);
  }
}
