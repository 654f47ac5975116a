package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.SendTrace;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One bad input harms no other: how a batch is divided until it stands alone. */
class BatchSplitterTest {
  private final RuntimeException fault = new IllegalStateException("defect");
  private final RejectedChangeException refusal =
      new RejectedChangeException("refused", new IllegalArgumentException("U+0000"));

  private final List<Pending> failed = new ArrayList<>();
  private final List<String> quarantined = new ArrayList<>();
  private final PoisonInputs poisonInputs = new PoisonInputs();
  private final BatchSplitter parts =
      new BatchSplitter(poisonInputs, new Failures(), new Quarantine());

  /** Remembers whose work could not be done; nothing else is asked of it here. */
  private final class Failures implements Performer {
    @Override
    public boolean isPresent(long connection) {
      throw new AssertionError("not asked");
    }

    @Override
    public void publish(SessionState session, boolean rowsWereAdded) {
      throw new AssertionError("nothing is published");
    }

    @Override
    public void together(Runnable effects) {
      throw new AssertionError("nothing is performed");
    }

    @Override
    public void perform(Pending origin, Effect effect) {
      throw new AssertionError("nothing is performed");
    }

    @Override
    public void ask(Pending origin, Ask ask) {
      throw new AssertionError("nothing is asked");
    }

    @Override
    public void finish(Pending origin) {
      throw new AssertionError("nothing is finished");
    }

    @Override
    public void fail(Pending origin, RuntimeException cause) {
      failed.add(origin);
    }
  }

  /** Remembers what was dropped; nothing else is counted here. */
  private final class Quarantine implements ClientMetrics {
    @Override
    public void stanza(String kind, String result) {}

    @Override
    public void commit(int inputs, Duration duration) {}

    @Override
    public void reconnect(String reason) {}

    @Override
    public void retry(String direction) {}

    @Override
    public void quarantined(String kind) {
      quarantined.add(kind);
    }

    @Override
    public void acknowledged(Duration duration) {}

    @Override
    public void traced(SendTrace step) {}
  }

  private static Pending input(int number) {
    return Pending.of("input " + number);
  }

  private static Pending called(int number) {
    return Pending.of("input " + number, new CompletableFuture<>());
  }

  private static Node stanza(String id) {
    return Node.of("message").with("id", id).with("from", "49@s.whatsapp.net");
  }

  private static Decided decided(Pending input) {
    return new Decided(
        input,
        "kind",
        Outcome.builder().effect(new Effect.Count("c", "l")).build(),
        Optional.empty());
  }

  private List<List<Pending>> left() {
    List<List<Pending>> left = new ArrayList<>();
    while (!parts.isEmpty()) {
      left.add(parts.first().inputs());
      parts.done();
    }
    return left;
  }

  @Test
  void aBatchIsOnePartUntilSomethingOfItIsSuspect() {
    parts.accept(List.of());
    assertThat(parts.isEmpty()).isTrue();
    List<Pending> batch = List.of(input(1), input(2), input(3), input(4));
    parts.accept(batch);
    assertThat(parts.first()).isEqualTo(BatchSplitter.Part.of(batch));
    assertThat(left()).containsExactly(batch);
    poisonInputs.add(List.of(input(3), input(9)));
    parts.accept(batch);
    assertThat(left())
        .containsExactly(List.of(input(1), input(2)), List.of(input(3)), List.of(input(4)));
    parts.accept(List.of(input(3)));
    assertThat(parts.first())
        .isEqualTo(new BatchSplitter.Part(List.of(input(3)), Optional.empty(), false));
  }

  @Test
  void whatBrokeTheSessionAloneTwiceIsSetAside() {
    poisonInputs.add(List.of(input(1)));
    poisonInputs.add(List.of(input(1)));
    parts.accept(List.of(input(1), input(2)));
    assertThat(parts.first().refusal().orElseThrow().outcome()).isEqualTo(Outcome.nothing());
    assertThat(parts.first().refusal().orElseThrow().fault()).isPresent();
    assertThat(parts.first().following()).isFalse();
    assertThat(left()).containsExactly(List.of(input(1)), List.of(input(2)));
  }

  @Test
  void whatCannotBeDecidedIsHalvedUntilItStandsAlone() {
    parts.accept(List.of(input(1), input(2), input(3)));
    parts.undecidable(parts.first(), fault);
    assertThat(parts.first()).isEqualTo(BatchSplitter.Part.of(List.of(input(1))));
    parts.undecidable(parts.first(), fault);
    assertThat(parts.first())
        .isEqualTo(new BatchSplitter.Part(List.of(input(1)), Optional.empty(), false));
    parts.undecidable(parts.first(), fault);
    assertThat(parts.first().refusal().flatMap(Decided::fault)).contains(fault);
    assertThat(failed).isEmpty();
    assertThat(quarantined).isEmpty();
    parts.undecidable(parts.first(), fault);
    assertThat(failed).containsExactly(input(1));
    assertThat(quarantined).containsExactly("String");
    assertThat(left()).containsExactly(List.of(input(2), input(3)));
  }

  @Test
  void whatIsRefusedIsHalvedWithItsOwnInputsOnly() {
    Pending one = input(1);
    Pending two = input(2);
    Pending follower = input(1);
    parts.accept(List.of(one, two));
    parts.refused(parts.first(), List.of(decided(one), decided(follower), decided(two)), refusal);
    assertThat(parts.first()).isEqualTo(BatchSplitter.Part.of(List.of(one)));
    assertThat(parts.first().inputs().getFirst()).isSameAs(one);
    assertThat(left()).containsExactly(List.of(one), List.of(two));
  }

  /** What follows an input may be what was refused. */
  @Test
  void whatFollowsIsStoredByItselfBeforeAnythingIsSetAside() {
    Pending one = input(1);
    parts.accept(List.of(one));
    parts.refused(parts.first(), List.of(decided(one), decided(input(2))), refusal);
    assertThat(parts.first())
        .isEqualTo(new BatchSplitter.Part(List.of(one), Optional.empty(), false));
    parts.refused(parts.first(), List.of(decided(one)), refusal);
    Decided kept = parts.first().refusal().orElseThrow();
    assertThat(kept.outcome()).isEqualTo(decided(one).outcome());
    assertThat(kept.fault()).contains(refusal);
    parts.refused(parts.first(), List.of(kept), refusal);
    assertThat(parts.first().refusal().orElseThrow().outcome()).isEqualTo(Outcome.nothing());
    assertThat(failed).isEmpty();
    parts.refused(parts.first(), List.of(parts.first().refusal().orElseThrow()), refusal);
    assertThat(failed).containsExactly(one);
    assertThat(quarantined).containsExactly("kind");
    assertThat(parts.isEmpty()).isTrue();
  }

  @Test
  void callersAreGivenUpAndTheRestStays() {
    Pending caller = called(1);
    Pending other = called(3);
    parts.accept(List.of(caller, input(2)));
    parts.accept(List.of(other));
    parts.abandonCallers(fault);
    assertThat(failed).containsExactly(caller, input(2), other);
    assertThat(left()).containsExactly(List.of(input(2)));
    failed.clear();
    parts.accept(List.of(caller, input(2)));
    parts.abandon(fault);
    assertThat(failed).containsExactly(caller, input(2));
    assertThat(parts.isEmpty()).isTrue();
  }

  @Test
  void aStanzaThatComesAgainIsTheSameInput() {
    Pending first = Pending.of(stanza("1").with("offline", "1"), 3, 10);
    Pending again = Pending.of(stanza("1"), 4, 10);
    Pending another = Pending.of(stanza("2"), 3, 10);
    assertThat(poisonInputs.contains(first)).isFalse();
    assertThat(poisonInputs.isAtFault(first)).isFalse();
    poisonInputs.add(List.of(first, input(1)));
    assertThat(poisonInputs.contains(again)).isTrue();
    assertThat(poisonInputs.contains(another)).isFalse();
    assertThat(poisonInputs.isAtFault(again)).isFalse();
    poisonInputs.add(List.of(again));
    assertThat(poisonInputs.isAtFault(first)).isFalse();
    poisonInputs.add(List.of(first));
    assertThat(poisonInputs.isAtFault(again)).isTrue();
    poisonInputs.clear(List.of(again));
    assertThat(poisonInputs.contains(first)).isFalse();
    assertThat(poisonInputs.contains(input(1))).isTrue();
    for (String name : List.of("participant", "type", "from")) {
      assertThat(poisonInputs.contains(Pending.of(stanza("1").with(name, "x"), 3, 10))).isFalse();
    }
  }

  @Test
  void aBrokenSessionBeginsLaterAndLaterUntilItHeld() {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    Restarts restarts = new Restarts(Duration::ofSeconds);
    assertThat(restarts.isPending()).isFalse();
    assertThat(restarts.left(now)).isEmpty();
    restarts.failed(now);
    assertThat(restarts.isPending()).isTrue();
    assertThat(restarts.left(now)).contains(Duration.ofSeconds(1));
    assertThat(restarts.left(now.plusSeconds(1))).contains(Duration.ZERO);
    assertThat(restarts.left(now.plusSeconds(9))).contains(Duration.ZERO);
    restarts.begun();
    assertThat(restarts.isPending()).isFalse();
    restarts.failed(now.plus(Restarts.HELD));
    assertThat(restarts.left(now.plus(Restarts.HELD))).contains(Duration.ofSeconds(2));
    Instant held = now.plus(Restarts.HELD).plus(Restarts.HELD).plusMillis(1);
    restarts.failed(held);
    assertThat(restarts.left(held)).contains(Duration.ofSeconds(1));
  }
}
