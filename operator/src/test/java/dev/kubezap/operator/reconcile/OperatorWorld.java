package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.phase;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.operator.event.KubernetesEvents;
import dev.kubezap.operator.settings.SettingsReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An operator on a real control plane, with a stage of its own for each test. */
final class OperatorWorld implements AutoCloseable {

  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KUBEZAP_DATABASE_URL", "jdbc:postgresql://postgres:5432/kubezap",
          "KUBEZAP_DATABASE_USER", "kubezap",
          "KUBEZAP_DATABASE_PASSWORD", "secret",
          "KUBEZAP_LOG_OUT_PATIENCE_SECONDS", "4",
          "KUBEZAP_ROLLOUT_BUDGET", "2",
          "KUBEZAP_ROLLOUT_NAMESPACE_BUDGET", "2",
          "KUBEZAP_BREAKER_PERCENT", "1",
          "KUBEZAP_START_BUDGET", "8",
          "KUBEZAP_REMOVALS_PER_MINUTE", "9999",
          "KUBEZAP_MOUNT_DELAY_SECONDS", "5");

  private final ControlPlane plane;
  final KubernetesClient client;
  final FakeDatabase database = new FakeDatabase();
  final FakePods pods = new FakePods();
  private final Looks looks = new Looks();
  private final KubernetesClient operatorClient;
  final SessionOperator operator;
  Stage stage;

  OperatorWorld(ControlPlane plane) {
    this.plane = plane;
    client = plane.client();
    operatorClient = OperatorAccount.client(plane, client);
    operator =
        new SessionOperator(
            operatorClient,
            SettingsReader.read(name -> Optional.ofNullable(ENVIRONMENT.get(name)), "9.9.9"),
            database,
            pods,
            new KubernetesEvents(operatorClient, Clock.systemUTC(), "test"),
            looks,
            Clock.systemUTC(),
            () -> {
              throw new IllegalStateException("there is no lease to be lost");
            });
    stage = new Stage(plane, client, "operator-" + NAMESPACES.incrementAndGet());
  }

  void start() {
    operator.start();
  }

  @Override
  public void close() {
    operator.close();
    operatorClient.close();
    client.close();
  }

  /** How often a session of this stage was looked at. */
  long looks(String session) {
    return looks.count(stage.namespace() + "/" + session);
  }

  void newStage() {
    stage = new Stage(plane, client, "operator-" + NAMESPACES.incrementAndGet());
    pods.reset();
    database.away = false;
    database.broken = false;
  }

  Pod connected(String name, String spec) {
    stage.apply(name, spec);
    return connected(name);
  }

  /** The pod starts and connects. */
  Pod connected(String name) {
    Pod pod = stage.runPod(name);
    stage.report(
        name,
        Stage.report(pod, "Connected", "4915112345678:7@s.whatsapp.net"),
        new Condition(
            "Connected", "True", "Connected", "Logged in.", "2026-11-21T00:00:00Z", null));
    stage.awaitSession(name, phase("Connected"));
    return pod;
  }

  String secretText(String secret, String key) {
    return SecretReader.text(
        Objects.requireNonNull(
            client
                .secrets()
                .inNamespace(stage.namespace())
                .withName(secret)
                .get()
                .getData()
                .get(key)));
  }

  List<Event> events(String session, String reason) {
    return client.events().v1().events().inNamespace(stage.namespace()).list().getItems().stream()
        .filter(
            event ->
                session.equals(event.getRegarding().getName()) && reason.equals(event.getReason()))
        .toList();
  }

  List<String> eventReasons(String session) {
    return client.events().v1().events().inNamespace(stage.namespace()).list().getItems().stream()
        .filter(
            event ->
                session.equals(event.getRegarding().getName())
                    && "WhatsAppSession".equals(event.getRegarding().getKind()))
        .map(event -> event.getReason())
        .toList();
  }

  /** The volume's claim and the keys. */
  List<String> kept(String session) {
    return versions(session).keySet().stream()
        .filter(
            name ->
                name.equals("PersistentVolumeClaim was-support")
                    || name.equals("Secret was-support"))
        .toList();
  }

  Map<String, String> versions(String session) {
    var versions = new TreeMap<String, String>();
    var in = stage.namespace();
    List<? extends List<? extends HasMetadata>> lists =
        List.of(
            client
                .serviceAccounts()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .rbac()
                .roles()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .rbac()
                .roleBindings()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .secrets()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .persistentVolumeClaims()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .services()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .apps()
                .statefulSets()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems(),
            client
                .pods()
                .inNamespace(in)
                .withLabel("kubezap.dev/session", session)
                .list()
                .getItems());
    lists.forEach(
        list ->
            list.forEach(
                object ->
                    versions.put(
                        object.getKind() + " " + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion())));
    return versions;
  }
}
