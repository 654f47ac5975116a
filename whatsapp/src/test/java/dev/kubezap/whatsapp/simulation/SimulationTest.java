package dev.kubezap.whatsapp.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine in thousands of small worlds that go wrong in their own ways;
 * whatsapp/docs/simulation.md says what is checked and how a failure is played again.
 */
@Tag("slow")
class SimulationTest {
  private static final Logger ENGINE = Logger.getLogger("dev.kubezap.whatsapp.engine");
  private static final Logger LOG = Logger.getLogger("simulation");
  private static final int TRACE_LINES = 120;
  private static final Duration SAMPLE =
      Boolean.getBoolean("kubezap.full")
          ? Duration.ofMinutes(10)
          : Duration.ofSeconds(Integer.getInteger("kubezap.simulation.seconds", 12));

  private static Template template;

  @BeforeAll
  static void make() {
    // Quarantined stanzas and interrupted effects are part of the story.
    ENGINE.setLevel(Level.OFF);
    template = Template.make();
  }

  @AfterAll
  static void speakAgain() {
    ENGINE.setLevel(null);
  }

  private static Simulation.Result run(Plan plan) {
    return Simulation.run(plan, Variant.RIGHT, template);
  }

  /** Every failure names the smallest plan that still fails, and how to run it. */
  private static void report(Simulation.Result failed) {
    Simulation.Result smallest = Shrinker.shrink(failed, SimulationTest::run);
    List<String> trace = smallest.trace();
    fail(
        "%s%n%nRun it again: ./verify --fast -pl whatsapp -am -Dtest=SimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dkubezap.excluded.groups="
            + " %s%n(found as %s)%n%n%s",
        String.join("\n", smallest.failures()),
        smallest.plan(),
        failed.plan(),
        String.join("\n", trace.subList(Math.max(0, trace.size() - TRACE_LINES), trace.size())));
  }

  @Test
  void nothingIsLostAndNothingDoubled() {
    String seed = System.getProperty("kubezap.simulation.seed", "");
    if (!seed.isEmpty()) {
      replay(Long.parseLong(seed));
      return;
    }
    long first = new SecureRandom().nextLong(1L << 40);
    long begun = System.nanoTime();
    LongSupplier spent = () -> System.nanoTime() - begun;
    AtomicInteger runs = new AtomicInteger();
    Queue<Simulation.Result> failed = new ConcurrentLinkedQueue<>();
    // Each run has one thread; the runs know nothing of each other.
    Runnable worker =
        () -> {
          while (spent.getAsLong() < SAMPLE.toNanos() && failed.isEmpty()) {
            Simulation.Result result = run(Plan.of(first + runs.getAndIncrement()));
            if (result.failed()) {
              failed.add(result);
            }
          }
        };
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        workers.execute(worker);
      }
    }
    LOG.info(
        () ->
            "seeds "
                + first
                + " to "
                + (first + runs.get() - 1)
                + ": "
                + runs.get() * Duration.ofMinutes(1).toNanos() / Math.max(1, spent.getAsLong())
                + " a minute");
    failed.stream().findFirst().ifPresent(SimulationTest::report);
    assertThat(runs.get()).isPositive();
  }

  private static void replay(long seed) {
    String faults = System.getProperty("kubezap.simulation.faults");
    Simulation.Result result = run(faults == null ? Plan.of(seed) : Plan.parse(seed, faults));
    LOG.info(() -> result.plan() + "\n" + String.join("\n", result.trace()));
    assertThat(result.failures()).isEmpty();
  }

  /**
   * Plans that once found something: a refused message that joins two chats; an answer that is late
   * while its connection ends; a number that becomes known while its LID is asked for; a recipient
   * whose devices are forgotten while our own are asked for; a message whose acknowledgement did
   * not come, after a device that asked for it was answered.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "996928484373 out-dropped@2:433",
        "89771923660 in-dropped@3:345",
        "132399166190"
            + " crash-after-commit@34:44,out-doubled@7:786,out-overtaken@83:361,out-taken-over@79:782",
        "952218453533 away@12:574,frozen-after-commit@8:698,in-dropped@32:72",
        "420783195455"
            + " away@17:127,frozen-after-commit@57:181,out-crash@36:886,in-overtaken@108:237"
      })
  void aPlanThatWasFoundStaysRight(long seed, String faults) {
    Simulation.Result result = run(Plan.parse(seed, faults));
    if (result.failed()) {
      report(result);
    }
  }

  /** Seeds that once found something, in the engine or in the model. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        28,
        40,
        178,
        258,
        1346,
        20561,
        21181,
        21805,
        21865,
        40027,
        61034,
        942890764522L,
        996928484373L
      })
  void whatWasFoundOnceStaysRight(long seed) {
    Simulation.Result result = run(Plan.of(seed));
    if (result.failed()) {
      report(result);
    }
  }

  /** More to send at once than may be without acknowledgement, undisturbed and disturbed. */
  @ParameterizedTest
  @ValueSource(longs = {63, 127, 191})
  void aRushGoesOutOnItsConnection(long seed) {
    for (Plan plan : List.of(new Plan(seed, List.of()), Plan.of(seed))) {
      Simulation.Result result = run(plan);
      if (result.failed()) {
        report(result);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    List<String> once = digests();
    assertThat(digests()).isEqualTo(once);
    assertThat(once).doesNotHaveDuplicates();
  }

  private static List<String> digests() {
    return LongStream.range(1, 9).mapToObj(seed -> run(Plan.of(seed)).digest()).toList();
  }

  /** The checker sees every promise that is broken on purpose. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
  void aBrokenPromiseIsSeen(Variant variant) {
    Simulation.Result seen =
        LongStream.range(1, 60)
            .mapToObj(seed -> Simulation.run(Plan.of(seed), variant, template))
            .filter(Simulation.Result::failed)
            .findFirst()
            .orElseThrow(() -> new AssertionError(variant + " was not seen"));
    Simulation.Result smallest =
        Shrinker.shrink(seen, plan -> Simulation.run(plan, variant, template));
    assertThat(smallest.failures())
        .anyMatch(
            failure ->
                failure.startsWith(
                    switch (variant) {
                      case PERFORMS_BEFORE_COMMIT -> "promised before it was stored";
                      case ACKNOWLEDGES_EARLY -> "acknowledged before it was stored";
                      case HAS_NO_FENCE -> "written by a former owner";
                      case PREPARES_ANEW -> "prepared twice";
                      case LOSES_READ_RECEIPTS -> "lost, not told as read";
                      case LOSES_PREPARED -> "left before exactly these bytes were stored";
                      case RIGHT -> throw new IllegalStateException();
                    }));
    assertThat(smallest.plan().faults()).hasSizeLessThanOrEqualTo(2);
    // The right engine comes through the same.
    assertThat(run(smallest.plan()).failures()).isEmpty();
  }

  @Test
  void aPlanIsItsText() {
    Plan plan = Plan.of(7);
    String faults = plan.toString().replaceFirst(".*faults=", "");
    assertThat(Plan.parse(7, faults)).isEqualTo(plan);
    assertThat(Plan.parse(7, "").faults()).isEmpty();
    assertThat(Plan.parse(3, "in-dropped@12:500, away@3:10").faults())
        .containsExactlyInAnyOrder(
            new Fault(Fault.Kind.IN_DROPPED, 12, 500), new Fault(Fault.Kind.AWAY, 3, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> Plan.parse(3, "in-dropped"));
  }
}
