package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookPaceTest {

  private static final List<Problem> REFUSED =
      List.of(Problem.blocking("ObjectRefused", "not like this"));

  private final LookPace pace = new LookPace(() -> 0.5);

  @Test
  void growsToFiveMinutesForWhatAPersonHasToDo() {
    assertThat(seconds(session(1), REFUSED, 9))
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
    List<Problem> absent = List.of(Problem.absent("SecretMissing", "create it"));
    assertThat(seconds(session(2), absent, 8)).endsWith(300L);
  }

  @Test
  void growsToHalfAMinuteForWhatPassesByItself() {
    List<Problem> away = List.of(Problem.passing("DatabaseUnavailable", "away"));
    assertThat(seconds(session(1), away, 5)).containsExactly(5L, 10L, 20L, 30L, 30L);
    assertThat(seconds(session(2), List.of(), 5)).containsExactly(5L, 10L, 20L, 30L, 30L);
  }

  @Test
  void beginsAnewWithAnotherProblemOrAChangedResource() {
    seconds(session(1), REFUSED, 6);
    assertThat(seconds(session(1), List.of(Problem.blocking("NameTaken", "rename")), 1))
        .containsExactly(5L);

    seconds(session(1), REFUSED, 6);
    WhatsAppSession changed = session(1);
    changed.getMetadata().setGeneration(2L);
    assertThat(seconds(changed, REFUSED, 1)).containsExactly(5L);
    changed.getMetadata().setAnnotations(Map.of("look", "again"));
    assertThat(seconds(changed, REFUSED, 1)).containsExactly(5L);

    seconds(changed, REFUSED, 6);
    pace.forget(changed);
    assertThat(seconds(changed, REFUSED, 1)).containsExactly(5L);
  }

  /** Refused at once, such as by a policy of the cluster; each look is one request. */
  @Test
  void fiveThousandRefusedSessionsAskTwentyTimesASecondAtMost() {
    var random = new Random(5);
    var jittered = new LookPace(random::nextDouble);
    record Look(long at, WhatsAppSession session) {}
    var looks = new PriorityQueue<Look>((a, b) -> Long.compare(a.at(), b.at()));
    IntStream.range(0, 5_000).forEach(number -> looks.add(new Look(0, session(number))));
    long steady = Duration.ofMinutes(30).toMillis();
    var perMinute = new int[60];
    for (Look look = looks.remove(); look.at() < 2 * steady; look = looks.remove()) {
      perMinute[(int) (look.at() / 60_000)]++;
      long next = look.at() + jittered.next(look.session(), REFUSED).toMillis();
      looks.add(new Look(next, look.session()));
    }
    int most = IntStream.range(30, 60).map(minute -> perMinute[minute]).max().orElseThrow();
    int all = IntStream.range(30, 60).map(minute -> perMinute[minute]).sum();
    assertThat(all / 1_800.0).isBetween(16.0, 18.0);
    assertThat(most / 60.0).as("spread").isLessThan(20.0);
  }

  private List<Long> seconds(WhatsAppSession session, List<Problem> problems, int times) {
    return IntStream.range(0, times)
        .mapToObj(any -> pace.next(session, problems).toSeconds())
        .toList();
  }

  private static WhatsAppSession session(int number) {
    var session = new WhatsAppSession();
    session.getMetadata().setUid("uid-" + number);
    session.getMetadata().setGeneration(1L);
    return session;
  }
}
