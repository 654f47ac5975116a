package dev.kubezap.operator.status;

import static dev.kubezap.operator.status.Rule.rule;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.operator.observed.Problem;
import java.util.Optional;
import java.util.Set;

/** Whether a person has to act. The condition is there only while it is true. */
public final class StalledPolicy {

  private static final Set<String> EXPIRED = Set.of("pairing-expired", "PairingExpired");

  private static final Chain<Verdict> CHAIN =
      Chain.of(
          rule("what the resource refers to", s -> s.blockingProblem().map(StalledPolicy::of)),
          rule(
              "the pod cannot run",
              s -> s.podObstacle().filter(Problem::blocking).map(StalledPolicy::of)),
          rule("pairing expired", StalledPolicy::pairingExpired),
          rule(
              "logged out",
              s ->
                  in(
                      s,
                      Phase.LOGGED_OUT,
                      "LoggedOut",
                      "the device was logged out; to link it again, give the annotation kubezap.dev/reconnect a new value")),
          rule(
              "restricted",
              s ->
                  in(
                      s,
                      Phase.RESTRICTED,
                      "Restricted",
                      "WhatsApp restricts the account; open WhatsApp on the phone to learn why")),
          rule("failed", s -> in(s, Phase.FAILED, "Failed", "the session needs a decision")));

  private StalledPolicy() {}

  /** Why a session is stalled; empty when it is not. */
  public static Optional<Verdict> judge(Situation situation) {
    return situation.terminating() || situation.suspended()
        ? Optional.empty()
        : CHAIN.judge(situation);
  }

  private static Verdict of(Problem problem) {
    return Verdict.yes(problem.reason(), problem.message());
  }

  private static Optional<Verdict> pairingExpired(Situation situation) {
    boolean expired =
        situation.report().map(SessionReport::reason).filter(EXPIRED::contains).isPresent()
            || situation
                .reportedCondition("Paired")
                .map(Condition::reason)
                .filter(EXPIRED::contains)
                .isPresent();
    return expired
        ? Optional.of(
            Verdict.yes(
                "PairingExpired",
                "nobody linked the device in time; for a new code, give the annotation kubezap.dev/reconnect a new value"))
        : Optional.empty();
  }

  /** The pod knows the reason better than its state alone tells. */
  private static Optional<Verdict> in(
      Situation situation, Phase phase, String reason, String message) {
    if (situation.reportedPhase().filter(phase::equals).isEmpty()) {
      return Optional.empty();
    }
    String type =
        phase == Phase.RESTRICTED
            ? "Restricted"
            : phase == Phase.LOGGED_OUT ? "Paired" : "Connected";
    return Optional.of(
        situation
            .reportedCondition(type)
            .map(
                condition ->
                    Verdict.yes(
                        Optional.ofNullable(condition.reason()).orElse(reason),
                        Optional.ofNullable(condition.message()).orElse(message)))
            .orElse(Verdict.yes(reason, message)));
  }
}
