package dev.kubezap.operator.status;

import static dev.kubezap.operator.status.Rule.rule;

import dev.kubezap.crd.v1alpha1.Pairing;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import java.util.Optional;

/** Whether messages can be sent and received. A suspended session has no such condition. */
public final class ReadyPolicy {

  private static final Chain<Verdict> CHAIN =
      Chain.of(
          rule(
              "being deleted",
              s -> no(s.terminating(), "Terminating", "the session is being deleted")),
          // Whatever the operator is kept from, messages come and go.
          rule("works", s -> connected(s).filter(verdict -> verdict.holds() && works(s))),
          rule(
              "a person must act",
              s -> StalledPolicy.judge(s).map(v -> Verdict.no(v.reason(), v.message()))),
          rule(
              "no pod",
              s ->
                  no(s.pod().isEmpty(), "PodPending", "the pod is not there yet")
                      .map(v -> because(s, v))),
          rule(
              "the pod stops",
              s ->
                  no(
                      s.pod().filter(PodView::terminating).isPresent(),
                      "PodStopping",
                      "the pod is being replaced")),
          rule(
              "no report",
              s ->
                  no(
                          s.report().isEmpty() || s.pod().filter(PodView::running).isEmpty(),
                          "Starting",
                          "the pod has not reported yet")
                      .map(v -> because(s, v))),
          rule("connected", ReadyPolicy::connected),
          rule("waiting for a phone", ReadyPolicy::waitingForPhone));

  private ReadyPolicy() {}

  /** Whether the session is ready; empty when it is suspended. */
  public static Optional<Verdict> judge(Situation situation) {
    if (situation.suspended() && !situation.terminating()) {
      return Optional.empty();
    }
    return Optional.of(CHAIN.judge(situation).orElseGet(() -> elsewhere(situation)));
  }

  private static boolean works(Situation situation) {
    return situation.pod().filter(pod -> pod.running() && !pod.terminating()).isPresent();
  }

  private static Optional<Verdict> connected(Situation situation) {
    if (situation.reportedPhase().filter(Phase.CONNECTED::equals).isEmpty()) {
      return Optional.empty();
    }
    boolean usable = situation.pod().filter(PodView::ready).isPresent();
    return Optional.of(
        usable
            ? Verdict.yes("Connected", "connected to WhatsApp")
            : Verdict.no(
                "PodNotReady",
                "connected to WhatsApp, but the pod's API or database is not usable"));
  }

  private static Optional<Verdict> waitingForPhone(Situation situation) {
    if (situation.reportedPhase().filter(Phase.AWAITING_PAIRING::equals).isEmpty()) {
      return Optional.empty();
    }
    var pairing = Optional.ofNullable(situation.session().getSpec().pairing());
    boolean byCode = pairing.map(Pairing::phoneNumber).isPresent();
    boolean secret = situation.pod().filter(PodView::pairingInSecret).isPresent();
    String inSecret = "Secret " + SessionNames.of(situation.session()).pairingSecret();
    return Optional.of(
        byCode
            ? Verdict.no(
                "WaitingForCode",
                "enter the code in "
                    + (secret ? inSecret : "status.session.pairingCode")
                    + " on the phone")
            : Verdict.no(
                "WaitingForScan",
                "scan the QR code in "
                    + (secret ? inSecret : "status.session.qr")
                    + " with the phone"));
  }

  /** Why there is no pod yet is often known better. */
  private static Verdict because(Situation situation, Verdict otherwise) {
    return situation
        .passingProblem()
        .or(situation::podObstacle)
        .map(problem -> Verdict.no(problem.reason(), problem.message()))
        .orElse(otherwise);
  }

  private static Verdict elsewhere(Situation situation) {
    Phase phase = situation.reportedPhase().orElse(Phase.STARTING);
    return switch (phase) {
      case PAIRING ->
          Verdict.no("Pairing", "the phone confirmed the link; the first log-in is under way");
      case RECONNECTING -> Verdict.no("Reconnecting", "the connection ended and is tried again");
      case AWAITING_PASSKEY ->
          Verdict.no(
              "AwaitingPasskey",
              "WhatsApp demands the account's passkey: open /passkey of the session's pod");
      default -> Verdict.no(phase.text(), "not connected to WhatsApp yet");
    };
  }

  private static Optional<Verdict> no(boolean holds, String reason, String message) {
    return holds ? Optional.of(Verdict.no(reason, message)) : Optional.empty();
  }
}
