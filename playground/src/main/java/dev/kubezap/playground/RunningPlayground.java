package dev.kubezap.playground;

import dev.kubezap.playground.binaries.BinariesException;
import dev.kubezap.playground.binaries.BinarySearch;
import dev.kubezap.playground.binaries.Caches;
import dev.kubezap.playground.binaries.ControlPlaneBinaries;
import dev.kubezap.playground.binaries.Program;
import dev.kubezap.playground.controlplane.ControlPlane;
import dev.kubezap.playground.node.NodeStandIn;
import dev.kubezap.playground.node.logs.LogServer;
import dev.kubezap.playground.node.spec.LocalImages;
import dev.kubezap.playground.postgres.PostgresServer;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.product.DatabaseAccess;
import dev.kubezap.playground.product.GatewayAddress;
import dev.kubezap.playground.product.GatewayProcess;
import dev.kubezap.playground.product.OperatorProcess;
import dev.kubezap.playground.product.ProductAccount;
import dev.kubezap.playground.product.SimulatorAddress;
import dev.kubezap.playground.product.SimulatorProcess;
import dev.kubezap.playground.product.SourceTree;
import dev.kubezap.playground.terminal.Terminal;
import dev.kubezap.playground.tour.Absences;
import dev.kubezap.playground.webhook.WebhookSink;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts all parts in their order and ends them in the opposite one. */
final class RunningPlayground {

  private static final Duration POD_GRACE = Duration.ofSeconds(20);

  private final Options options;
  private final DataFolder data;
  private final SourceTree tree;
  private final Terminal terminal;
  private final ProcessRecords records;
  private final Ports ports;
  private final Deque<Stop> stops = new ArrayDeque<>();
  private OptionalInt logPort = OptionalInt.empty();
  private boolean stopped;

  RunningPlayground(
      Options options, DataFolder data, SourceTree tree, Terminal terminal, ProcessRecords records)
      throws IOException {
    this.options = options;
    this.data = data;
    this.tree = tree;
    this.terminal = terminal;
    this.records = records;
    this.ports = new Ports(data.path("ports.properties"));
  }

  /** Starts everything and tells where it is. */
  PlaygroundPlaces start() throws Exception {
    // A control plane that the user names needs no programs of ours.
    var binaries =
        options.kubeconfig().isPresent()
            ? Optional.<ControlPlaneBinaries>empty()
            : Optional.of(binaries());
    var database = terminal.during("PostgreSQL", this::startDatabase);
    var controlPlane = startControlPlane(binaries);
    var kubeconfig =
        controlPlane.map(ControlPlane::kubeconfig).or(options::kubeconfig).orElseThrow();
    var simulator = terminal.during("WhatsApp simulator", this::startSimulator);
    var client = client(kubeconfig);
    terminal.during(
        "WhatsAppSession, the kind of resource",
        () -> {
          CustomResources.apply(client);
          return client;
        });
    terminal.during("node", () -> startNode(client));
    var operator =
        terminal.during("operator", () -> startOperator(client, kubeconfig, database, simulator));
    var gateway = terminal.during("gateway", () -> startGateway(client, kubeconfig));
    var sink =
        new WebhookSink(
            data.path("webhooks"),
            data.logs().resolve("webhooks.jsonl"),
            ports,
            webhook ->
                terminal.say(
                    "webhook " + webhook.type() + (webhook.signed() ? ", signature valid" : "")));
    push(sink::close);
    return new PlaygroundPlaces(
        client,
        kubeconfig,
        binaries.map(found -> found.path(Program.KUBECTL)),
        simulator,
        database,
        gateway,
        sink,
        records,
        new Absences(operator::takeAway, controlPlane.map(started -> started::takeApiServerAway)),
        options.data(),
        data.path("node"),
        data.logs());
  }

  /**
   * Ends everything that was started, the last first; what fails does not keep the rest running.
   */
  synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    terminal.say("ending all processes; state is kept in " + options.data());
    while (!stops.isEmpty()) {
      try {
        stops.pop().stop();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (IOException cause) {
        terminal.say("while ending: " + cause.getMessage());
      }
    }
    terminal.say("ended");
  }

  private ControlPlaneBinaries binaries() throws BinariesException, InterruptedException {
    var binaries = BinarySearch.usual(System.getenv(), tree.controlPlaneBuild(), terminal).find();
    terminal.say("control plane from " + binaries.origin());
    return binaries;
  }

  private DatabaseAccess startDatabase() throws IOException, InterruptedException {
    var server =
        new PostgresServer(
            data.path("postgres"),
            Caches.folder(System.getenv()).resolve("postgres"),
            data.logs().resolve("postgres.log"),
            ports,
            records,
            terminal);
    push(server::stop);
    server.start();
    return new DatabaseAccess(server.url(), server.user(), server.password());
  }

  private Optional<ControlPlane> startControlPlane(Optional<ControlPlaneBinaries> binaries)
      throws Exception {
    return binaries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            terminal.during(
                "Kubernetes API server and controllers", () -> startControlPlane(binaries.get())));
  }

  private ControlPlane startControlPlane(ControlPlaneBinaries binaries)
      throws IOException, InterruptedException {
    var controlPlane =
        new ControlPlane(binaries, data.path("cluster"), data.logs(), ports, records, terminal);
    push(controlPlane::stop);
    controlPlane.start();
    var logServer =
        new LogServer(
            ports.reserve("node-logs"),
            controlPlane.nodeCredentials().serverContext(),
            data.logs());
    push(logServer::close);
    logPort = OptionalInt.of(logServer.port());
    return controlPlane;
  }

  private SimulatorAddress startSimulator() throws IOException, InterruptedException {
    var simulator =
        new SimulatorProcess(
            tree,
            data.path("simulator"),
            data.logs().resolve("simulator.log"),
            ports,
            records,
            terminal);
    push(simulator::stop);
    return simulator.start();
  }

  private NodeStandIn startNode(KubernetesClient client) {
    var server = URI.create(client.getConfiguration().getMasterUrl());
    var environment = new HashMap<>(tree.environment());
    environment.putAll(
        Map.of(
            "KUBERNETES_SERVICE_HOST", server.getHost(),
            "KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()),
            // The playground's own receiver of webhooks is on this machine.
            "KUBEZAP_WEBHOOK_ALLOW_LOOPBACK", "true"));
    var http = HttpClient.newHttpClient();
    push(http::close);
    var node =
        new NodeStandIn(
            client,
            InstantSource.system(),
            http,
            new LocalImages(Map.of("session-pod", tree.sessionPod())),
            records,
            ports,
            data.path("node"),
            data.logs(),
            logPort,
            NodeStandIn.MOST_PODS,
            environment);
    push(() -> node.stop(POD_GRACE));
    node.start();
    return node;
  }

  private OperatorProcess startOperator(
      KubernetesClient client, Path kubeconfig, DatabaseAccess database, SimulatorAddress simulator)
      throws IOException, InterruptedException {
    var operator =
        new OperatorProcess(
            tree,
            ProductAccount.operator(client, tree).kubeconfig(kubeconfig, data.path("operator")),
            database,
            simulator,
            ports.reserve("operator"),
            data.path("operator"),
            data.logs().resolve("operator.log"),
            records,
            terminal);
    push(operator::stop);
    operator.start();
    return operator;
  }

  private GatewayAddress startGateway(KubernetesClient client, Path kubeconfig)
      throws IOException, InterruptedException {
    var gateway =
        new GatewayProcess(
            tree,
            ProductAccount.gateway(client, tree),
            kubeconfig,
            ports,
            data.path("gateway"),
            data.logs().resolve("gateway.log"),
            records,
            terminal);
    push(gateway::stop);
    return gateway.start();
  }

  private KubernetesClient client(Path kubeconfig) throws IOException {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    // Whoever asks tries again by himself, and sooner than the client would.
    config.setRequestRetryBackoffLimit(0);
    var client = new KubernetesClientBuilder().withConfig(config).build();
    push(client::close);
    return client;
  }

  /** To be called before a part is started, so that nothing is started once the end has begun. */
  private synchronized void push(Stop stop) {
    if (stopped) {
      throw new IllegalStateException("the playground ends");
    }
    stops.push(stop);
  }

  @FunctionalInterface
  private interface Stop {
    void stop() throws IOException, InterruptedException;
  }
}
