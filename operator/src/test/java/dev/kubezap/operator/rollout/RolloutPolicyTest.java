package dev.kubezap.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.status.Situation;
import dev.kubezap.operator.status.Situations;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutPolicyTest {

  private static final Instant SINCE = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          spec            | state             | pod      | set     | interrupts | over  | over later | found, over later
          ''              | Connected         | ready    | settled | true       | true  | true       | true
          ''              | AwaitingPairing   | ready    | settled | true       | true  | true       | true
          ''              | LoggedOut         | ready    | settled | true       | true  | true       | true
          ''              | Connecting        | ready    | settled | true       | false | true       | true
          ''              | Reconnecting      | ready    | settled | true       | false | true       | true
          ''              | foreign Connected | ready    | settled | true       | false | true       | true
          ''              | Connected         | unready  | settled | true       | false | false      | true
          ''              | Connected         | ready    | rolling | true       | false | false      | true
          ''              | Connected         | ending   | rolling | false      | false | false      | true
          ''              | -                 | none     | rolling | false      | false | false      | true
          ''              | -                 | crashing | rolling | false      | false | false      | true
          ''              | -                 | waiting  | settled | false      | false | false      | true
          'suspend: true' | Connected         | ready    | rolling | true       | true  | true       | true
          deleted         | Connected         | ready    | rolling | true       | true  | true       | true
          """,
      useHeadersInDisplayName = true)
  void turnsFollowFromWhatIsSeen(
      String spec,
      @Nullable String state,
      String pod,
      String set,
      boolean interrupts,
      boolean over,
      boolean overLater,
      boolean foundOverLater) {
    Situation situation = Situations.of(spec, state, null, pod, set, null);
    Instant later = SINCE.plus(RolloutPolicy.PATIENCE);
    var begun = new RolloutQueue.Turn(SINCE, true, false, false);
    var found = new RolloutQueue.Turn(SINCE, false, false, false);

    assertThat(RolloutPolicy.interrupts(situation.pod())).isEqualTo(interrupts);
    assertThat(RolloutPolicy.over(situation, begun, SINCE)).isEqualTo(over);
    assertThat(RolloutPolicy.over(situation, found, SINCE)).isEqualTo(over);
    assertThat(RolloutPolicy.over(situation, begun, later)).isEqualTo(overLater);
    assertThat(RolloutPolicy.over(situation, found, later)).isEqualTo(foundOverLater);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec            | pod      | stuck | stuck later | started | started later
          ''              | ready    | false | false       | true    | true
          ''              | unready  | false | true        | false   | true
          ''              | waiting  | false | true        | false   | true
          ''              | crashing | true  | true        | true    | true
          ''              | none     | false | true        | false   | true
          'suspend: true' | none     | false | true        | true    | true
          deleted         | none     | false | true        | false   | true
          """,
      useHeadersInDisplayName = true)
  void whatDoesNotComeBackGivesItsPlaceBack(
      String spec,
      String pod,
      boolean stuck,
      boolean stuckLater,
      boolean started,
      boolean startedLater) {
    Situation situation = Situations.of(spec, null, null, pod, "rolling", null);
    var turn = new RolloutQueue.Turn(SINCE, true, false, false);

    assertThat(RolloutPolicy.stuck(situation, turn, SINCE)).isEqualTo(stuck);
    assertThat(RolloutPolicy.stuck(situation, turn, SINCE.plus(RolloutPolicy.PATIENCE)))
        .isEqualTo(stuckLater);
    assertThat(RolloutPolicy.started(situation, turn, SINCE)).isEqualTo(started);
    assertThat(RolloutPolicy.started(situation, turn, SINCE.plus(RolloutPolicy.START_PATIENCE)))
        .isEqualTo(startedLater);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -       | false | false | -
          paused  | false | false | its annotation kubezap.dev/rollout
          -       | false | true  | its class
          -       | true  | false | KUBEZAP_ROLLOUT_PAUSED of the operator
          go      | true  | true  | -
          goes    | false | false | -
          """)
  void aPauseIsOfTheSessionItsClassOrTheOperator(
      @Nullable String annotation, boolean everywhere, boolean inClass, @Nullable String by) {
    var session = Situations.of("", null, null, "none", "none", null).session();
    if (annotation != null) {
      session.getMetadata().setAnnotations(Map.of("kubezap.dev/rollout", annotation));
    }

    assertThat(RolloutPolicy.pause(session, everywhere, inClass).map(Problem::message))
        .isEqualTo(
            Optional.ofNullable(by)
                .map(
                    who ->
                        "the pod keeps its settings until the pause ends that "
                            + who
                            + " says; the annotation kubezap.dev/rollout=go lets this session"
                            + " through"));
  }

  @Test
  void whoHoldsTheRolloutIsNamed() {
    List<SessionNames> stuck =
        IntStream.range(0, 5).mapToObj(i -> new SessionNames("shop", "s" + i)).toList();

    assertThat(RolloutPolicy.held(stuck))
        .isEqualTo(
            Problem.queued(
                "RolloutHeld",
                "sessions do not come back with their new settings, so that no others are"
                    + " restarted: shop/s0, shop/s1, shop/s2 and 2 more; mend what their condition"
                    + " Stalled names, or take the change back"));
  }

  /** Who is linked to nothing loses nothing. */
  @Test
  void sessionsWithoutAnAccountComeFirst() {
    var unlinked = Situations.of("", "AwaitingPairing", null, "ready", "settled", null).session();
    var linked =
        new KubernetesSerialization()
            .unmarshal(
                """
                metadata: {name: support, namespace: shop}
                status: {session: {jid: "4915112345678:7@s.whatsapp.net"}}
                """,
                WhatsAppSession.class);

    assertThat(RolloutOrder.rank(unlinked)).isLessThan(RolloutOrder.rank(linked));
    assertThat(RolloutOrder.rank(linked)).isEqualTo("linked " + RolloutOrder.rank(unlinked));
  }
}
