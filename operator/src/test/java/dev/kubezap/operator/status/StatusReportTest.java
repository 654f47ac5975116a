package dev.kubezap.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SinkAddress;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.5Z");

  /**
   * The columns: what is; then the phase and, for each condition, its reason (Ready with a plus
   * when true, - when absent).
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          spec            | state           | reason                     | pod      | set     | problem                   | phase           | ready                       | reconciling         | stalled
          ''              | -               | -                          | none     | none    | -                         | Pending         | PodPending                  | Creating            | -
          ''              | -               | -                          | none     | settled | -                         | Pending         | PodPending                  | PodPending          | -
          ''              | -               | -                          | none     | none    | passing SecretMissing     | Pending         | SecretMissing               | SecretMissing       | -
          ''              | -               | -                          | none     | none    | DatabaseInvalid           | Failed          | DatabaseInvalid             | -                   | DatabaseInvalid
          ''              | -               | -                          | created  | settled | -                         | Pending         | Starting                    | PodStarting         | -
          ''              | -               | -                          | waiting  | settled | -                         | Pending         | ContainerCreating           | ContainerCreating   | -
          ''              | -               | -                          | crashing | settled | -                         | Failed          | CrashLoopBackOff            | -                   | CrashLoopBackOff
          ''              | Connected       | -                          | crashing | settled | -                         | Failed          | CrashLoopBackOff            | -                   | CrashLoopBackOff
          ''              | -               | -                          | unready  | settled | -                         | Starting        | Starting                    | PodStarting         | -
          ''              | foreign Connected | -                        | ready    | settled | -                         | Starting        | Starting                    | -                   | -
          ''              | foreign LoggedOut | LoggedOut                | ready    | settled | -                         | Starting        | Starting                    | -                   | -
          ''              | Starting        | -                          | ready    | settled | -                         | Starting        | Starting                    | -                   | -
          ''              | AwaitingPairing | -                          | ready    | settled | -                         | AwaitingPairing | WaitingForScan              | -                   | -
          'pairing: {phoneNumber: "+4915112345678"}' | AwaitingPairing | - | ready    | settled | -                         | AwaitingPairing | WaitingForCode              | -                   | -
          ''              | AwaitingPairing | PairingExpired             | ready    | settled | -                         | AwaitingPairing | PairingExpired              | -                   | PairingExpired
          ''              | Pairing         | -                          | ready    | settled | -                         | Pairing         | Pairing                     | -                   | -
          ''              | AwaitingPasskey | -                          | ready    | settled | -                         | AwaitingPasskey | AwaitingPasskey             | -                   | -
          ''              | Connecting      | -                          | ready    | settled | -                         | Connecting      | Connecting                  | -                   | -
          ''              | Connected       | -                          | ready    | settled | -                         | Connected       | +Connected                  | -                   | -
          ''              | Connected       | -                          | unready  | settled | -                         | Connected       | PodNotReady                 | PodStarting         | -
          ''              | Connected       | -                          | ready    | rolling | -                         | Connected       | +Connected                  | RollingOut          | -
          ''              | Connected       | -                          | ending   | rolling | -                         | Connected       | PodStopping                 | RollingOut          | -
          ''              | Connected       | -                          | stuck    | settled | -                         | Failed          | PodNotEnding                | -                   | PodNotEnding
          ''              | Connected       | -                          | ready    | settled | passing DatabaseUnavailable | Connected     | +Connected                  | DatabaseUnavailable | -
          ''              | Connected       | -                          | ready    | settled | KeysLost                  | Connected       | +Connected                  | -                   | KeysLost
          ''              | Reconnecting    | -                          | ready    | settled | -                         | Reconnecting    | Reconnecting                | -                   | -
          ''              | LoggedOut       | DeviceRemoved              | ready    | settled | -                         | LoggedOut       | DeviceRemoved               | -                   | DeviceRemoved
          ''              | Restricted      | TemporarilyBanned          | ready    | settled | -                         | Restricted      | TemporarilyBanned           | -                   | TemporarilyBanned
          ''              | Failed          | CredentialsInUseElsewhere  | ready    | settled | -                         | Failed          | CredentialsInUseElsewhere   | -                   | CredentialsInUseElsewhere
          ''              | Failed          | -                          | ready    | settled | -                         | Failed          | Failed                      | -                   | Failed
          ''              | Unheard         | -                          | ready    | settled | -                         | Starting        | Starting                    | -                   | -
          'suspend: true' | -               | -                          | none     | settled | -                         | Suspended       | -                           | -                   | -
          'suspend: true' | Connected       | -                          | ready    | settled | -                         | Suspended       | -                           | Suspending          | -
          'suspend: true' | -               | -                          | none     | settled | passing SecretMissing     | Suspended       | -                           | SecretMissing       | -
          deleted         | Connected       | -                          | ready    | settled | -                         | Terminating     | Terminating                 | -                   | -
          """,
      useHeadersInDisplayName = true)
  void phaseAndConditionsFollow(
      String spec,
      @Nullable String state,
      @Nullable String reason,
      String pod,
      String set,
      @Nullable String problem,
      String phase,
      @Nullable String ready,
      @Nullable String reconciling,
      @Nullable String stalled) {
    Situation situation = Situations.of(spec, state, reason, pod, set, problem);

    WhatsAppSessionStatus status = StatusReport.of(situation, "http://endpoint", Map.of(), NOW);

    assertThat(status.phase()).isEqualTo(phase);
    assertThat(word(status, "Ready"))
        .isEqualTo(ready == null ? null : ready.startsWith("+") ? ready : "-" + ready);
    assertThat(word(status, "Reconciling"))
        .isEqualTo(reconciling == null ? null : "+" + reconciling);
    assertThat(word(status, "Stalled")).isEqualTo(stalled == null ? null : "+" + stalled);
    assertThat(status.reason()).isEqualTo(ready == null || ready.startsWith("+") ? null : ready);
    assertThat(status.observedGeneration()).isEqualTo(7);
    assertThat(status.session()).as("the pod's field").isNull();
    assertThat(status.conditions())
        .allSatisfy(c -> assertThat(c.observedGeneration()).isEqualTo(7));
    String expected =
        stalled != null
            ? "Failed"
            : reconciling != null || (ready != null && !ready.startsWith("+"))
                ? "InProgress"
                : "Current";
    assertThat(kstatus(status)).as("what Flux, Helm and kubectl wait for").isEqualTo(expected);
  }

  /** The rules of kstatus for a resource of generation 7, in their order. */
  private static String kstatus(WhatsAppSessionStatus status) {
    if (!Objects.equals(status.observedGeneration(), 7L) || holds(status, "Reconciling")) {
      return "InProgress";
    }
    if (holds(status, "Stalled")) {
      return "Failed";
    }
    boolean waits =
        status.conditions().stream()
            .anyMatch(c -> c.type().equals("Ready") && !c.status().equals("True"));
    return waits ? "InProgress" : "Current";
  }

  private static boolean holds(WhatsAppSessionStatus status, String type) {
    return status.conditions().stream()
        .anyMatch(c -> c.type().equals(type) && c.status().equals("True"));
  }

  @Test
  void whoeverSharesItsNumberSaysSoAndIsAsReadyAsBefore() {
    Situation alone = Situations.of("", "Connected", null, "ready", "settled", null);
    var sharing =
        new Situation(
            alone.session(),
            alone.pod(),
            alone.statefulSet(),
            List.of(),
            Optional.empty(),
            Optional.of("session other is linked to it, too"));

    WhatsAppSessionStatus status = StatusReport.of(sharing, "http://endpoint", Map.of(), NOW);

    assertThat(word(status, "NumberShared")).isEqualTo("+LinkedTwice");
    assertThat(word(status, "Ready")).isEqualTo("+Connected");
    assertThat(kstatus(status)).isEqualTo("Current");
    var session = alone.session();
    session.setStatus(status);
    assertThat(StatusReport.present(session)).as("nothing to write again").contains(status);
  }

  @Test
  void transitionTimeStaysWhileTheStatusStays() {
    Situation starting = Situations.of("", "Starting", null, "ready", "settled", null);
    WhatsAppSessionStatus first = StatusReport.of(starting, "http://endpoint", Map.of(), NOW);
    assertThat(ready(first).lastTransitionTime()).isEqualTo("2026-11-21T12:00:00Z");

    assertThat(first.className()).isEqualTo("gold");
    assertThat(first.address())
        .isEqualTo(new SinkAddress("http://endpoint/api/v1/cloudevents", "kubezap"));

    var report = starting.session().getStatus().session();
    // The pod's conditions stand among ours.
    var paired = new Condition("Paired", "False", "NotPaired", "", "2026-11-20T00:00:00Z", 7L);
    var conditions = new ArrayList<>(first.conditions());
    conditions.add(0, paired);
    starting
        .session()
        .setStatus(
            new WhatsAppSessionStatus(
                first.phase(),
                first.reason(),
                first.observedGeneration(),
                first.endpoint(),
                first.address(),
                first.apiKeySecret(),
                first.podName(),
                first.restarts(),
                first.className(),
                Map.of(),
                conditions,
                report));
    WhatsAppSessionStatus second =
        StatusReport.of(starting, "http://endpoint", Map.of(), NOW.plusSeconds(60));

    assertThat(second).isEqualTo(first);
    assertThat(StatusReport.present(starting.session())).contains(second);
    assertThat(StatusReport.foreignConditions(starting.session().getStatus()))
        .containsExactly(paired);
  }

  @Test
  void transitionTimeMovesWhenTheStatusDoes() {
    Situation connected = Situations.of("", "Connected", null, "ready", "settled", null);
    var before =
        new WhatsAppSessionStatus(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of(new Condition("Ready", "False", "Starting", "", "2026-11-20T00:00:00Z", 7L)),
            connected.session().getStatus().session());
    connected.session().setStatus(before);

    assertThat(
            ready(StatusReport.of(connected, "http://endpoint", Map.of(), NOW))
                .lastTransitionTime())
        .isEqualTo("2026-11-21T12:00:00Z");
  }

  private static Condition ready(WhatsAppSessionStatus status) {
    return Situations.condition(status.conditions(), "Ready").orElseThrow();
  }

  private static @Nullable String word(WhatsAppSessionStatus status, String type) {
    Optional<Condition> condition = Situations.condition(status.conditions(), type);
    return condition.map(c -> (c.status().equals("True") ? "+" : "-") + c.reason()).orElse(null);
  }
}
