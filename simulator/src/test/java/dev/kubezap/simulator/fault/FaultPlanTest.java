package dev.kubezap.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.store.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final FaultAction DROP = new FaultAction.Drop();
  private static final FaultAction CLOSE = new FaultAction.Close();

  private final FaultPlan plan = new FaultPlan();

  private static FaultSite out(String tag) {
    return new FaultSite(FaultPoint.OUT, 3, "49151", 1, Node.of(tag).with("id", "x"));
  }

  @Test
  void theFirstRuleThatAppliesWins() {
    plan.add(FaultRule.once(FaultPoint.OUT, FaultMatch.tag("message"), DROP).after(1));
    plan.add(FaultRule.always(FaultPoint.OUT, FaultMatch.all(), CLOSE));
    assertThat(plan.at(out("message"))).contains(CLOSE);
    assertThat(plan.at(out("message"))).contains(DROP);
    assertThat(plan.at(out("message"))).contains(CLOSE);
    assertThat(plan.at(FaultSite.of(FaultPoint.CONNECT, 1))).isEmpty();
    assertThat(plan.list()).extracting(FaultPlan.Report::happened).containsExactly(1, 2);
  }

  @Test
  void matchesWhatItSays() {
    FaultMatch match = new FaultMatch("49151", 1, 3L, "iq", null, Map.of("id", "x"));
    assertThat(match.matches(out("iq"))).isTrue();
    assertThat(match.matches(out("ack"))).isFalse();
    assertThat(new FaultMatch("4915", null, null, null, null, null).matches(out("iq"))).isFalse();
    assertThat(new FaultMatch(null, 2, null, null, null, null).matches(out("iq"))).isFalse();
  }

  @Test
  void theSameSeedDecidesTheSame() {
    assertThat(decisions(7))
        .isEqualTo(decisions(7))
        .isNotEqualTo(decisions(8))
        .contains(true, false);
  }

  private static List<Boolean> decisions(long seed) {
    FaultPlan seeded = new FaultPlan();
    seeded.add(FaultRule.sometimes(FaultPoint.OUT, FaultMatch.all(), 0.5, seed, DROP));
    return IntStream.range(0, 64).mapToObj(_ -> seeded.at(out("iq")).isPresent()).toList();
  }

  @Test
  void aClosedScopeEndsItsRule() {
    try (FaultPlan.Scope scope =
        plan.add(FaultRule.always(FaultPoint.OUT, FaultMatch.all(), DROP))) {
      assertThat(scope.id()).isPositive();
      assertThat(plan.at(out("iq"))).isPresent();
    }
    assertThat(plan.at(out("iq"))).isEmpty();
  }

  @Test
  void readsRulesFromJsonAndRefusesNonsense() throws JsonProcessingException {
    FaultRule rule =
        Json.mapper()
            .readValue(
                """
                {"point": "message", "match": {"account": "49"}, "times": 2,
                 "action": {"kind": "reject", "error": 463}}
                """,
                FaultRule.class);
    assertThat(rule.action()).isEqualTo(new FaultAction.Reject(463, null));
    assertThat(rule.times()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FaultRule(FaultPoint.IN, null, 0, 0, null, null, DROP));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FaultRule(FaultPoint.IN, null, 0, 1, 1.5, null, DROP));
  }
}
