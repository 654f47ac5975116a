package dev.kubezap.playground.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeDaemonEndpointsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalInt;

/** The Node object, its Ready condition and the lease that says that the node lives. */
final class NodeRegistration {

  private static final String LEASES = "kube-node-lease";
  private static final int LEASE_SECONDS = 40;
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubezap-playground")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final InstantSource clock;
  private final String name;
  private final String hostIp;
  private final OptionalInt logPort;
  private final int mostPods;

  NodeRegistration(
      KubernetesClient client,
      InstantSource clock,
      String name,
      String hostIp,
      OptionalInt logPort,
      int mostPods) {
    this.logPort = logPort;
    this.mostPods = mostPods;
    this.client = client;
    this.clock = clock;
    this.name = name;
    this.hostIp = hostIp;
  }

  /** Makes or renews the Node object. */
  void register() {
    client.nodes().withName(name).patch(APPLY, node());
    client.nodes().withName(name).subresource("status").patch(APPLY, node());
    renew();
  }

  /** Renews the lease. */
  void renew() {
    var node = client.nodes().withName(name).get();
    client
        .leases()
        .inNamespace(LEASES)
        .withName(name)
        .patch(
            APPLY,
            new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(LEASES)
                .withOwnerReferences(
                    new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(name)
                        .withUid(node.getMetadata().getUid())
                        .build())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(name)
                .withLeaseDurationSeconds(LEASE_SECONDS)
                .withRenewTime(ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .endSpec()
                .build());
  }

  private Node node() {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var capacity =
        Map.of(
            "cpu", new Quantity(Integer.toString(Runtime.getRuntime().availableProcessors())),
            "memory", new Quantity("16Gi"),
            "pods", new Quantity(Integer.toString(mostPods)));
    var architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/hostname", name)
        .addToLabels("kubernetes.io/os", "linux")
        .addToLabels("kubernetes.io/arch", architecture)
        .endMetadata()
        .withNewStatus()
        .withCapacity(capacity)
        .withAllocatable(capacity)
        .addNewAddress(hostIp, "InternalIP")
        .addNewAddress(name, "Hostname")
        .withConditions(
            new NodeConditionBuilder()
                .withType("Ready")
                .withStatus("True")
                .withReason("PlaygroundReady")
                .withMessage("pods run as local processes")
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(now)
                .build())
        .withDaemonEndpoints(
            logPort.isPresent()
                ? new NodeDaemonEndpointsBuilder()
                    .withNewKubeletEndpoint(logPort.getAsInt())
                    .build()
                : null)
        .withNewNodeInfo()
        .withArchitecture(architecture)
        .withOperatingSystem("linux")
        .withOsImage("this machine")
        .withKernelVersion(System.getProperty("os.version"))
        .withContainerRuntimeVersion("process://1")
        .withKubeletVersion("playground")
        .withKubeProxyVersion("none")
        .withBootID("")
        .withMachineID("")
        .withSystemUUID("")
        .endNodeInfo()
        .endStatus()
        .build();
  }
}
