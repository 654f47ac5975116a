package dev.kubezap.operator.status;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.StatefulSetView;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds situations from the few words that matter in a test. */
public final class Situations {

  static final String POD_UID = "11111111-0000-4000-8000-000000000000";

  private static final Instant GONE_BY = Instant.parse("2026-11-21T12:00:30Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Situations() {}

  /**
   * Words: spec, state, reason, foreign (another pod's report), pod, set, problem; see the table of
   * the test.
   */
  public static Situation of(
      String spec,
      @Nullable String state,
      @Nullable String reason,
      String pod,
      String set,
      @Nullable String problem) {
    boolean deleted = spec.contains("deleted");
    String text = spec.replace("deleted", "").strip();
    String yaml =
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSession
        metadata: {name: support, namespace: shop, generation: 7%s}
        spec: {%s}
        status:
          conditions: [%s]
          session: {state: %s, podUid: %s}
        """
            .formatted(
                deleted ? ", deletionTimestamp: '2026-11-21T00:00:00Z'" : "",
                text,
                reason == null
                    ? ""
                    : "{type: "
                        + typeOf(reason)
                        + ", status: 'False', reason: "
                        + reason
                        + ", message: why}",
                state == null ? "Starting" : state.replace("foreign ", ""),
                state == null || state.startsWith("foreign") ? "other" : POD_UID);
    return new Situation(
        YAML.unmarshal(yaml, WhatsAppSession.class),
        pod(pod).map(view -> told(view, text.contains("publish: Secret"))),
        set(set),
        problems(problem),
        Optional.of("gold"),
        Optional.empty());
  }

  private static String typeOf(String reason) {
    return reason.startsWith("Temporarily")
        ? "Restricted"
        : reason.startsWith("Credentials") ? "Connected" : "Paired";
  }

  private static Optional<PodView> pod(String words) {
    return switch (words) {
      case "none" -> Optional.empty();
      case "ready" -> view(true, true, false, null);
      case "unready" -> view(false, true, false, null);
      case "waiting" ->
          view(
              false,
              false,
              false,
              Problem.passing("ContainerCreating", "the container is being made"));
      case "crashing" ->
          view(false, false, false, Problem.blocking("CrashLoopBackOff", "back-off"));
      case "created" -> view(false, false, false, null);
      case "ending" -> view(true, true, true, null);
      case "stuck" -> view(false, true, true, Problem.blocking("PodNotEnding", "say so"));
      default -> throw new IllegalArgumentException(words);
    };
  }

  private static Optional<PodView> view(
      boolean ready, boolean running, boolean ending, @Nullable Problem obstacle) {
    return Optional.of(
        new PodView(
            "was-support-0",
            POD_UID,
            ready,
            running,
            ending ? Optional.of(GONE_BY) : Optional.empty(),
            3,
            Optional.ofNullable(obstacle),
            false,
            Optional.empty()));
  }

  /** The pod does as its session says. */
  private static PodView told(PodView view, boolean pairingInSecret) {
    return new PodView(
        view.name(),
        view.uid(),
        view.ready(),
        view.running(),
        view.goneBy(),
        view.restarts(),
        view.obstacle(),
        pairingInSecret,
        view.address());
  }

  private static Optional<StatefulSetView> set(String words) {
    return switch (words) {
      case "none" -> Optional.empty();
      case "settled" -> Optional.of(new StatefulSetView(1, true, false, false));
      case "rolling" -> Optional.of(new StatefulSetView(1, false, true, false));
      default -> throw new IllegalArgumentException(words);
    };
  }

  private static List<Problem> problems(@Nullable String words) {
    var problems = new ArrayList<Problem>();
    if (words != null) {
      problems.add(
          words.startsWith("passing ")
              ? Problem.passing(words.substring(8), "wait")
              : Problem.blocking(words, "act"));
    }
    return problems;
  }

  static Optional<Condition> condition(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }
}
