package dev.kubezap.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.crd.Kubezap;
import dev.kubezap.operator.desired.DesiredObjects;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.digest.Digest;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ServerSideApplicable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Applies one object by server-side apply, and only when the cluster does not already have it as
 * desired.
 */
public final class Applier {

  /**
   * Fingerprint of what was applied last: without it a field that is desired no longer would stay.
   */
  static final String APPLIED = "kubezap.dev/applied";

  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;

  /** What was refused last time; grows with what is refused now, and forgotten with the process. */
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();

  /** Writes through this client. */
  public Applier(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Brings an object to what is desired.
   *
   * @param known the object as the cache has it
   * @return why the API server does not take it, when that will not change by itself
   * @throws KubernetesClientException when trying again may help
   */
  public Optional<Problem> apply(HasMetadata desired, Optional<HasMetadata> known) {
    HasMetadata marked = marked(desired);
    if (known.isPresent() && satisfied(marked, known.get())) {
      return Optional.empty();
    }
    String object = key(desired);
    try {
      if (refusals.contains(object)) {
        // Most likely it is refused again, and thousands may be: one question instead of two.
        write(client.resource(marked).dryRun());
      }
      if (known.isEmpty()) {
        HasMetadata stranger = client.resource(desired).get();
        if (stranger != null && !belongs(desired, stranger)) {
          return Optional.of(taken(desired));
        }
      }
      write(client.resource(marked));
      refusals.remove(object);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (lasting(e)) {
        refusals.add(object);
        return Optional.of(refused(desired, e));
      }
      throw e;
    }
  }

  /**
   * Whether applying it would replace a pod that is there; stopping the pod is something else.
   * Where it seems so, the API server is asked without anything being written: what an admission
   * policy changes every time is no change, and what is refused replaces nothing.
   *
   * @return why the API server would not take it, when that will not change by itself
   * @throws KubernetesClientException when trying again may help
   */
  public Result<Boolean> makesNewPod(StatefulSet desired, StatefulSet live) {
    boolean stays = replicas(desired) > 0 && replicas(live) > 0;
    if (!stays || unchanged(desired, live)) {
      return Result.found(false);
    }
    try {
      StatefulSet outcome = write(client.resource((StatefulSet) marked(desired)).dryRun());
      return Result.found(!template(outcome).equals(template(live)));
    } catch (KubernetesClientException e) {
      if (lasting(e)) {
        return Result.missing(refused(desired, e));
      }
      throw e;
    }
  }

  /**
   * Stops a session's pod and changes nothing else.
   *
   * @throws KubernetesClientException when trying again may help
   */
  public void stop(StatefulSet live) {
    var _ = // the watch tells what became of it
        client
            .resource(live)
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.JSON_MERGE)
                    .withFieldManager(Kubezap.OPERATOR_FIELD_MANAGER)
                    .build(),
                "{\"spec\":{\"replicas\":0}}");
  }

  private boolean unchanged(StatefulSet desired, StatefulSet live) {
    return Objects.equals(
            annotation(desired, DesiredObjects.TEMPLATE), annotation(live, DesiredObjects.TEMPLATE))
        && Drift.satisfied(template(desired), template(live));
  }

  private JsonNode template(StatefulSet set) {
    return client
        .getKubernetesSerialization()
        .convertValue(set.getSpec().getTemplate(), JsonNode.class);
  }

  private static <T> T write(ServerSideApplicable<T> resource) {
    return resource.fieldManager(Kubezap.OPERATOR_FIELD_MANAGER).forceConflicts().serverSideApply();
  }

  private static int replicas(StatefulSet set) {
    return Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
  }

  private static Optional<String> annotation(HasMetadata object, String name) {
    return Optional.ofNullable(object.getMetadata().getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(name)));
  }

  private HasMetadata marked(HasMetadata desired) {
    HasMetadata marked = client.getKubernetesSerialization().clone(desired);
    Map<String, String> annotations =
        new HashMap<>(Objects.requireNonNullElse(desired.getMetadata().getAnnotations(), Map.of()));
    annotations.put(
        APPLIED, Digest.of(client.getKubernetesSerialization().asJson(desired)).substring(0, 32));
    marked.getMetadata().setAnnotations(annotations);
    return marked;
  }

  private boolean satisfied(HasMetadata desired, HasMetadata live) {
    var serialization = client.getKubernetesSerialization();
    return Drift.satisfied(
        serialization.convertValue(desired, JsonNode.class),
        serialization.convertValue(live, JsonNode.class));
  }

  private static boolean belongs(HasMetadata desired, HasMetadata live) {
    Map<String, String> labels =
        Objects.requireNonNullElse(live.getMetadata().getLabels(), Map.of());
    return Objects.equals(
        labels.get(SessionNames.SESSION_LABEL),
        desired.getMetadata().getLabels().get(SessionNames.SESSION_LABEL));
  }

  private static Problem taken(HasMetadata desired) {
    return Problem.blocking(
        "NameTaken",
        text(desired)
            + " exists and does not belong to this session: rename the session or delete that object");
  }

  private static Problem refused(HasMetadata desired, KubernetesClientException e) {
    String why =
        Optional.ofNullable(e.getStatus())
            .flatMap(s -> Optional.ofNullable(s.getMessage()))
            .orElse(String.valueOf(e.getMessage()));
    return Problem.blocking(
        "ObjectRefused", "the API server refuses " + text(desired) + ": " + why);
  }

  private static boolean lasting(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        || e.getCode() == UNPROCESSABLE
        || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST;
  }

  private static String key(HasMetadata object) {
    return text(object) + " of " + object.getMetadata().getNamespace();
  }

  private static String text(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
