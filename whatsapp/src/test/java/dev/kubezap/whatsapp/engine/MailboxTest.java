package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The mailbox' bounds, and the order of timers. */
class MailboxTest {
  private final Mailbox mailbox = new Mailbox(3, 100);

  private static Pending sized(Object input, long bytes) {
    return Pending.of(input, 1, bytes);
  }

  private List<Object> drained(int count, long bytes) {
    return mailbox.drain(count, bytes).stream().<Object>map(p -> p.work().input()).toList();
  }

  @Test
  void refusesCallersWhenFullAndNeverWhatIsOwed() {
    for (int i = 0; i < 3; i++) {
      assertThat(mailbox.offer(Pending.of(i))).isTrue();
    }
    assertThat(mailbox.offer(Pending.of("caller"))).isFalse();
    assertThat(mailbox.post(Pending.of("answer"))).isTrue();
    assertThat(drained(10, 100)).containsExactly(0, 1, 2, "answer");
  }

  @Test
  void takesPartsWithinTheirBoundsAndAtLeastOne() {
    mailbox.post(sized("large", 500));
    mailbox.post(sized("a", 40));
    mailbox.post(sized("b", 40));
    mailbox.post(sized("c", 40));
    assertThat(drained(10, 100)).containsExactly("large");
    assertThat(drained(10, 100)).containsExactly("a", "b");
    assertThat(drained(10, 100)).containsExactly("c");
    assertThat(drained(10, 100)).isEmpty();
  }

  @Test
  void makesTheReaderWaitUntilThereIsRoom() throws Exception {
    mailbox.put(sized("full", 200));
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    second.complete(mailbox.put(sized("second", 1)));
                  } catch (InterruptedException e) {
                    second.completeExceptionally(e);
                  }
                });
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(second).isNotDone();
    assertThat(drained(10, 1_000)).containsExactly("full");
    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void letsTheReaderGoWhenItCloses() throws Exception {
    mailbox.put(sized("full", 200));
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return mailbox.put(sized("second", 1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(mailbox.close()).hasSize(1);
    assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(mailbox.post(Pending.of("late"))).isFalse();
  }

  @Test
  void timersComeDueInOrderAndReplaceTheirName() {
    Timers timers = new Timers();
    Instant now = VirtualSession.BEGIN;
    timers.schedule("b", "b", Duration.ofSeconds(2), now);
    timers.schedule("a", "a", Duration.ofSeconds(1), now);
    timers.schedule("c", "old", Duration.ofSeconds(1), now);
    timers.schedule("c", "new", Duration.ofSeconds(3), now);
    timers.schedule("d", "never", Duration.ofSeconds(1), now);
    timers.cancel("d");
    assertThat(timers.due(now)).isEmpty();
    assertThat(timers.next()).contains(now.plusSeconds(1));
    assertThat(timers.due(now.plusSeconds(5))).containsExactly("a", "b", "new");
    assertThat(timers.next()).isEmpty();
  }
}
