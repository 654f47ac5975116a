package dev.kubezap.pod.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.pod.kubernetes.StatusDocumentTest.Example;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
  private static final SessionName NAME = new SessionName("shop", "support");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeApi api = new FakeApi();

  @Test
  void writesWhatChangedAndNothingElse() {
    try (StatusWriter writer = writer()) {
      writer.offer(Example.SHOWING_QR.input());
      awaitStates("AwaitingPairing");
      writer.offer(Example.SHOWING_QR.input());
      writer.offer(Example.CONNECTED.input());
      awaitStates("AwaitingPairing", "Connected");
    }
    assertThat(api.states()).containsExactly("AwaitingPairing", "Connected");
  }

  @Test
  void writesAgainWhenTheApiServerIsBack() {
    api.failures.set(1);
    try (StatusWriter writer = writer()) {
      writer.offer(Example.CONNECTED.input());
      awaitStates("Connected");
    }
  }

  @Test
  void leavesTheStatusOfANewerOwnerAlone() {
    api.epoch = 4;
    try (StatusWriter writer = writer()) {
      writer.offer(Example.STANDBY.input());
      Awaitility.await().until(() -> api.reads.get() > 0);
    }
    assertThat(api.states()).isEmpty();
  }

  @Test
  void ownerWhoseEpochWasForgottenDoesNotHideALaterOne() {
    api.epoch = 4;
    try (StatusWriter writer = writer()) {
      writer.offer(Example.CONNECTED.input());
      assertThat(writer.reportedEpoch()).succeedsWithin(PATIENCE).isEqualTo(4L);
    }
    assertThat(api.states()).isEmpty();
  }

  @Test
  void tellsAnEndedOwnershipThatNobodyTookOver() {
    api.epoch = 3;
    try (StatusWriter writer = writer()) {
      writer.offer(Example.STANDBY.input());
      awaitStates("Starting");
    }
  }

  @Test
  void asksAgainForTheEpochWhileTheApiServerIsOverloaded() {
    api.epoch = 3;
    api.refusals.addAll(List.of(429, 503));
    try (StatusWriter writer = writer()) {
      writer.offer(Example.STANDBY.input());
      assertThat(writer.reportedEpoch()).succeedsWithin(PATIENCE).isEqualTo(3L);
    }
  }

  @Test
  void goesOnWithoutAnEpochWhereThereIsNoResource() {
    api.refusals.add(404);
    try (StatusWriter writer = writer()) {
      writer.offer(Example.STANDBY.input());
      assertThat(writer.reportedEpoch()).succeedsWithin(PATIENCE).isEqualTo(0L);
    }
    assertThat(api.reads).hasValue(1);
  }

  @Test
  void waitsASecondUnlessItIsUrgentAndLongerAfterFailures() {
    StatusPace pace = new StatusPace(new Random(1));
    assertThat(pace.wait(NOW, false)).isZero();
    pace.succeeded(NOW);
    assertThat(pace.wait(NOW.plusMillis(400), false)).isEqualTo(Duration.ofMillis(600));
    assertThat(pace.wait(NOW.plusMillis(400), true)).isZero();
    assertThat(pace.wait(NOW.plusSeconds(1), false)).isZero();

    Duration longest = Duration.ZERO;
    for (int i = 0; i < 10; i++) {
      longest = pace.failed(NOW);
      assertThat(pace.wait(NOW, true)).isEqualTo(longest);
    }
    assertThat(longest).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  private StatusWriter writer() {
    Clock clock = InstantSource.system().withZone(ZoneOffset.UTC);
    return new StatusWriter(api, NAME, clock, new StatusPace(new Random(1)), true);
  }

  private void awaitStates(String... states) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> api.states().equals(List.of(states)));
  }

  /** An API server that keeps what it is told. */
  private static final class FakeApi implements StatusApi {
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    volatile long epoch;
    private final List<ObjectNode> applied = new CopyOnWriteArrayList<>();

    @Override
    public Answer read() {
      reads.incrementAndGet();
      Integer refusal = refusals.poll();
      if (refusal != null) {
        return new Answer.Refused(refusal, "not now");
      }
      ObjectNode resource = JsonNodeFactory.instance.objectNode();
      resource.putObject("status").putObject("session").put("epoch", epoch);
      return new Answer.Resource(resource);
    }

    @Override
    public Answer apply(ObjectNode document) throws IOException {
      if (failures.getAndDecrement() > 0) {
        throw new IOException("away");
      }
      applied.add(document);
      return new Answer.Resource(document);
    }

    List<String> states() {
      return applied.stream()
          .map(document -> document.at("/status/session/state").asText())
          .toList();
    }
  }
}
