package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.ImagePullPolicy;
import dev.kubezap.crd.v1alpha1.Placement;
import dev.kubezap.crd.v1alpha1.PodSecurity;
import dev.kubezap.crd.v1alpha1.SecretName;
import dev.kubezap.crd.v1alpha1.SessionResources;
import dev.kubezap.operator.digest.Digest;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.ResolvedBucket;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The session's pod: restricted, with a read-only root. */
public final class SessionPod {

  /** Port of the API. */
  public static final int HTTP_PORT = 8080;

  /** Port of health and metrics. */
  public static final int MANAGEMENT_PORT = 9000;

  static final String DATA_FOLDER = "/var/lib/kubezap";
  static final String CONFIG_FOLDER = "/etc/kubezap";
  static final String RESTART_DIGEST = "kubezap.dev/restart-digest";

  /** For what the JVM and the HTTP server put aside; files of messages are on the volume. */
  private static final Quantity SCRATCH = new Quantity("256Mi");

  private static final long GRACE_SECONDS = 30;
  private static final int READABLE_BY_GROUP = 0440;

  private SessionPod() {}

  static PodTemplateSpec template(SessionInputs inputs) {
    var spec = inputs.spec();
    Placement placement = inputs.effective().placement();
    return new PodTemplateSpecBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withLabels(SessionLabels.all(inputs.session()))
                .withAnnotations(annotations(inputs))
                .build())
        .withNewSpec()
        .withServiceAccountName(inputs.names().object())
        .withAutomountServiceAccountToken(true)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withImagePullSecrets(
            Objects.requireNonNullElse(spec.imagePullSecrets(), List.<SecretName>of()).stream()
                .map(secret -> new LocalObjectReference(secret.name()))
                .toList())
        .withNodeSelector(new TreeMap<>(placement.nodeSelector()))
        .withTolerations(placement.tolerations())
        .withAffinity(placement.affinity())
        .withPriorityClassName(placement.priorityClassName())
        .withSecurityContext(identity(inputs))
        .withContainers(container(inputs))
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim(inputs.names().object(), null)
        .endVolume()
        .addNewVolume()
        .withName("config")
        .withNewSecret()
        .withSecretName(inputs.names().object())
        .withDefaultMode(READABLE_BY_GROUP)
        .endSecret()
        .endVolume()
        .addNewVolume()
        .withName("scratch")
        .withNewEmptyDir()
        .withSizeLimit(SCRATCH)
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  /** Never root; whose numbers the cluster gives, if the class or the operator says so. */
  private static PodSecurityContext identity(SessionInputs inputs) {
    PodSecurity security = inputs.effective().security();
    Optional<Long> user = inputs.defaults().user();
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(number(security, security.runAsUser(), user))
        .withRunAsGroup(number(security, security.runAsGroup(), user))
        .withFsGroup(number(security, security.fsGroup(), user))
        .withFsGroupChangePolicy("OnRootMismatch")
        .withSeLinuxOptions(security.seLinuxOptions())
        .withNewSeccompProfile(null, "RuntimeDefault")
        .build();
  }

  private static @Nullable Long number(
      PodSecurity security, @Nullable Long own, Optional<Long> otherwise) {
    return security.byPlatform() ? null : Optional.ofNullable(own).or(() -> otherwise).orElse(null);
  }

  private static Container container(SessionInputs inputs) {
    var spec = inputs.spec();
    return new ContainerBuilder()
        .withName(PodView.CONTAINER)
        .withImage(Optional.ofNullable(spec.image()).orElse(inputs.defaults().image()))
        .withImagePullPolicy(
            Optional.ofNullable(spec.imagePullPolicy()).map(SessionPod::text).orElse(null))
        .withEnv(PodVariables.of(inputs))
        .addNewPort()
        .withName("http")
        .withContainerPort(HTTP_PORT)
        .withProtocol("TCP")
        .endPort()
        .addNewPort()
        .withName("management")
        .withContainerPort(MANAGEMENT_PORT)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(probe("/healthz/started", 1, 60))
        .withLivenessProbe(probe("/healthz/live", 10, 3))
        .withReadinessProbe(probe("/healthz/ready", 5, 3))
        .withResources(resources(spec.resources()))
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName("data")
        .withMountPath(DATA_FOLDER)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("config")
        .withMountPath(CONFIG_FOLDER)
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  private static Probe probe(String path, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort("management")
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(2)
        .withFailureThreshold(failures)
        .build();
  }

  private static ResourceRequirements resources(@Nullable SessionResources resources) {
    if (resources == null) {
      return new ResourceRequirementsBuilder()
          .addToRequests("cpu", new Quantity("20m"))
          .addToRequests("memory", new Quantity("160Mi"))
          .addToLimits("memory", new Quantity("384Mi"))
          .build();
    }
    return new ResourceRequirementsBuilder()
        .withRequests(canonical(resources.requests()))
        .withLimits(canonical(resources.limits()))
        .build();
  }

  private static Map<String, Quantity> canonical(Map<String, Quantity> quantities) {
    var canonical = new TreeMap<String, Quantity>();
    quantities.forEach(
        (name, quantity) -> canonical.put(name, CanonicalQuantity.of(quantity.toString())));
    return canonical;
  }

  private static String text(ImagePullPolicy policy) {
    return switch (policy) {
      case ALWAYS -> "Always";
      case IF_NOT_PRESENT -> "IfNotPresent";
      case NEVER -> "Never";
    };
  }

  /**
   * What the pod reads only when it starts, and what asks for a restart: a change makes a new pod.
   */
  private static Map<String, String> annotations(SessionInputs inputs) {
    var annotations = new TreeMap<String, String>();
    String startOnly =
        String.join(
            "\n",
            inputs.keys().dataKey(), // so that nobody finds a password by trying
            inputs.references().proxy().orElse(""),
            inputs.defaults().whatsappAuthorities().orElse(""));
    // Sessions without a bucket keep the digest that they had before there were buckets.
    String bucket = inputs.references().bucket().map(SessionPod::keys).orElse("");
    annotations.put(RESTART_DIGEST, Digest.of(startOnly + bucket).substring(0, 16));
    inputs.restartMark().ifPresent(mark -> annotations.put(SessionInputs.RESTART_ANNOTATION, mark));
    return annotations;
  }

  private static String keys(ResolvedBucket bucket) {
    return String.join(
        "\n", "", bucket.accessKey(), bucket.secretKey(), bucket.authorities().orElse(""));
  }
}
