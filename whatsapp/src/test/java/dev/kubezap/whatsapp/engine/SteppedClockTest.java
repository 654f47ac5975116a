package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is waited for takes as long as it takes, also when the machine's clock is set meanwhile. */
class SteppedClockTest {
  private final FaultyStore store = new FaultyStore();
  private final VirtualSession virtual = new VirtualSession(store);

  @ParameterizedTest
  @ValueSource(ints = {-2, 2})
  void aReconnectIsNeitherLateNorEarly(int hours) throws Exception {
    virtual.online();
    int links = virtual.links.size();
    virtual.link().end(new CloseReason.StreamEnded(""));
    virtual.settle();
    virtual.stepped = Duration.ofHours(hours);
    virtual.settle();
    assertThat(virtual.links).hasSize(links);
    virtual.pass(Duration.ofMinutes(1));
    assertThat(virtual.links).hasSizeGreaterThan(links);
  }

  @Test
  void aStallEndsWithTheStores() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          throw new StoreUnavailableException("away");
        };
    virtual.receive(Routings.of("waits"));
    assertThat(virtual.session.loop().isStalled()).isTrue();
    virtual.stepped = Duration.ofHours(-2);
    store.commits = changes -> {};
    virtual.pass(Duration.ofSeconds(5));
    assertThat(virtual.session.loop().isStalled()).isFalse();
    assertThat(Routings.stored(store.memory)).isEqualTo("waits");
  }

  @Test
  void aSessionThatBrokeDownBeginsAnewInTime() throws Exception {
    virtual.online();
    int links = virtual.links.size();
    store.commits =
        changes -> {
          throw new IllegalStateException("a defect");
        };
    virtual.receive(Routings.of("breaks"));
    store.commits = changes -> {};
    virtual.stepped = Duration.ofHours(-2);
    virtual.pass(Duration.ofSeconds(2));
    assertThat(virtual.links).hasSize(links + 1);
  }

  /** What is told and stored goes by the machine's clock. */
  @Test
  void whatIsToldFollowsTheClock() throws Exception {
    virtual.online();
    virtual.stepped = Duration.ofHours(2);
    virtual.link().end(new CloseReason.StreamEnded(""));
    virtual.settle();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RECONNECTING);
    Instant told = virtual.snapshot().lastDisconnect().orElseThrow().at();
    assertThat(told).isAfterOrEqualTo(virtual.now.plus(virtual.stepped));
  }
}
