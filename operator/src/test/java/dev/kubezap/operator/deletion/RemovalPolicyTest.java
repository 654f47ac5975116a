package dev.kubezap.operator.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.StatefulSetView;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalPolicyTest {

  private static final Instant DELETED = Instant.parse("2026-11-21T12:00:00Z");

  /** Seconds after the deletion, with a patience of 60. */
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
          LogOut | Connected linked           | -        | ready    | 119     | AwaitEnd[]
          LogOut | Connected linked           | -        | ready    | 120     | Erase[podStillThere=true]
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
    var view = new RemovalView(session(policy, report), set(set), pod(pod));

    RemovalStep next =
        RemovalPolicy.next(view, Duration.ofMinutes(1), DELETED.plusSeconds(seconds));

    assertThat(next).hasToString(step);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {storage: {retention: Retain}} | true
          {storage: {retention: Delete}} | false
          {storage: {}}                  | false
          {}                             | false
          """)
  void aVolumeStaysWhenTheSpecSaysSo(String spec, boolean stays) {
    var session =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: kubezap.dev/v1alpha1
                kind: WhatsAppSession
                metadata: {name: support, namespace: shop}
                spec: %s
                """
                    .formatted(spec),
                WhatsAppSession.class);
    assertThat(RemovalPolicy.retainsVolume(session)).isEqualTo(stays);
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
                    false,
                    0,
                    Optional.empty(),
                    Optional.empty()));
  }
}
