package dev.kubezap.operator.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.StatefulSetView;
import dev.kubezap.operator.sessionclass.RemovalWishes;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalPolicyTest {

  private static final Instant DELETED = Instant.parse("2026-11-21T12:00:00Z");

  /**
   * Seconds since the removal was seen, or since its StatefulSet was seen gone; a patience of 60.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          policy | report                     | set      | pod      | seconds | step
          LogOut | Connected linked           | 1        | ready    | 0       | LogOut[]
          LogOut | Connected linked           | 1        | ready    | 59      | LogOut[]
          LogOut | Connected linked           | 1        | ready    | 60      | StopPod[stillLinked=true]
          LogOut | Connected linked           | 1        | unready  | 0       | AwaitPod[]
          LogOut | Connected linked           | 1        | -        | 0       | AwaitPod[]
          LogOut | Connected linked           | 1        | -        | 60      | StopPod[stillLinked=true]
          LogOut | Connected linked           | 0        | -        | 0       | StartPod[]
          LogOut | Connected linked           | 0        | -        | 61      | StopPod[stillLinked=true]
          LogOut | LoggedOut linked           | 1        | ready    | 0       | StopPod[stillLinked=false]
          LogOut | AwaitingPairing            | 1        | ready    | 0       | StopPod[stillLinked=false]
          LogOut | AwaitingPairing            | 0        | -        | 0       | StopPod[stillLinked=false]
          LogOut | -                          | 1        | ready    | 0       | LogOut[]
          LogOut | -                          | 1        | -        | 0       | StopPod[stillLinked=false]
          LogOut | Connected linked           | ending   | ready    | 0       | AwaitEnd[]
          LogOut | Connected linked           | -        | ready    | 0       | AwaitEnd[]
          LogOut | Connected linked           | -        | ready    | 59      | AwaitEnd[]
          LogOut | Connected linked           | -        | ready    | 60      | Erase[podStillThere=true]
          LogOut | Connected linked           | -        | -        | 0       | Erase[podStillThere=false]
          Keep   | Connected linked           | 1        | ready    | 0       | StopPod[stillLinked=false]
          Keep   | Connected linked           | 0        | -        | 0       | StopPod[stillLinked=false]
          Keep   | Connected linked           | -        | ready    | 0       | AwaitEnd[]
          Keep   | Connected linked           | -        | -        | 0       | Keep[]
          """,
      useHeadersInDisplayName = true)
  void decidesTheNextStep(
      String policy,
      @Nullable String report,
      @Nullable String set,
      @Nullable String pod,
      int seconds,
      String step) {
    Optional<StatefulSetView> there = set(set);
    var times = new RemovalTimes();
    RemovalTimes.Seen seen = times.look("uid", RemovalView.standing(there), DELETED);
    var view = view(session(policy, report), there, pod(pod), seen);

    RemovalStep next =
        RemovalPolicy.next(view, Duration.ofMinutes(1), DELETED.plusSeconds(seconds));

    assertThat(next).hasToString(step);
  }

  /** The API server's time of the deletion counts for nothing: nobody may have worked since. */
  @Test
  void aRemovalBeginsWhenItIsSeen() {
    var times = new RemovalTimes();
    Instant late = DELETED.plusSeconds(3_600);

    RemovalTimes.Seen first = times.look("uid", true, late);
    assertThat(next(first, late)).isEqualTo(new RemovalStep.LogOut());
    assertThat(times.look("uid", true, late.plusSeconds(50))).isEqualTo(first);
    assertThat(next(first, late.plusSeconds(60))).isEqualTo(new RemovalStep.StopPod(true));

    times.stopped("uid");
    RemovalTimes.Seen gone = times.look("uid", false, late.plusSeconds(61));
    assertThat(gone.ending()).contains(late.plusSeconds(61));
    assertThat(gone.stopped()).isTrue();
    assertThat(times.look("uid", false, late.plusSeconds(90))).isEqualTo(gone);

    times.forget("uid");
    assertThat(times.look("uid", true, late).stopped()).isFalse();
  }

  @Test
  void whoEndedThePodIsKnown() {
    var gone = new RemovalTimes.Seen(DELETED, Optional.of(DELETED), false);
    var stopped = new RemovalTimes.Seen(DELETED, Optional.of(DELETED), true);

    assertThat(view("LogOut", "Connected linked", gone).endedLinked()).isTrue();
    assertThat(view("LogOut", "Connected linked", stopped).endedLinked()).isFalse();
    assertThat(view("LogOut", "LoggedOut linked", gone).endedLinked()).isFalse();
    assertThat(view("Keep", "Connected linked", gone).endedLinked()).isFalse();
  }

  private static RemovalStep next(RemovalTimes.Seen seen, Instant now) {
    var view = view(session("LogOut", "Connected linked"), set("1"), pod("ready"), seen);
    return RemovalPolicy.next(view, Duration.ofMinutes(1), now);
  }

  private static RemovalView view(String policy, String report, RemovalTimes.Seen seen) {
    return view(session(policy, report), set(null), pod(null), seen);
  }

  private static RemovalView view(
      WhatsAppSession session,
      Optional<StatefulSetView> set,
      Optional<PodView> pod,
      RemovalTimes.Seen seen) {
    return new RemovalView(session, RemovalWishes.of(session.getSpec()), set, pod, seen);
  }

  private static WhatsAppSession session(String policy, @Nullable String report) {
    String status =
        report == null
            ? "{}"
            : "{session: {state: "
                + report.replace(" linked", "")
                + (report.endsWith("linked") ? ", jid: '1:2@s.whatsapp.net'" : "")
                + "}}";
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: kubezap.dev/v1alpha1
            kind: WhatsAppSession
            metadata: {name: support, namespace: shop, deletionTimestamp: '2026-11-21T12:00:00Z'}
            spec: {deletionPolicy: %s}
            status: %s
            """
                .formatted(policy, status),
            WhatsAppSession.class);
  }

  private static Optional<StatefulSetView> set(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(
            set ->
                set.equals("ending")
                    ? new StatefulSetView(1, true, false, true)
                    : new StatefulSetView(Integer.parseInt(set), true, false, false));
  }

  private static Optional<PodView> pod(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(
            pod ->
                new PodView(
                    "was-support-0",
                    "uid",
                    pod.equals("ready"),
                    true,
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    false,
                    Optional.empty()));
  }
}
