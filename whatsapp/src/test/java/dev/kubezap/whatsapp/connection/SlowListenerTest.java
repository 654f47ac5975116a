package dev.kubezap.whatsapp.connection;

import static dev.kubezap.whatsapp.connection.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.node.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that blocks, never takes anything, or fails. */
@Timeout(60)
class SlowListenerTest {
  private final LiveBench bench = new LiveBench();

  @Test
  void blockedListenerStopsReadingAndIsNotThePeersFault() throws Exception {
    HeldListener slow = new HeldListener();
    bench.online(LiveBench.times(Duration.ofMillis(50), Duration.ofSeconds(20)), slow);
    CountDownLatch allSent = new CountDownLatch(1);
    Thread sending =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 200; i++) {
                      bench.server.send(bench.peer.bytes(Node.of("presence")));
                    }
                    allSent.countDown();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    // The link takes 64 chunks. Many ping deadlines pass meanwhile, and none of them counts.
    assertThat(allSent.await(500, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(slow.reasons).isEmpty();
    slow.release();
    assertThat(allSent.await(10, TimeUnit.SECONDS)).isTrue();
    sending.join();
    assertThat(await(slow.reasons)).isInstanceOf(CloseReason.DeadPeer.class);
    assertThat(slow.taken).hasValue(200);
  }

  @Test
  void listenerThatNeverTakesEndsTheConnectionAndItsRequests() throws Exception {
    HeldListener stuck = new HeldListener();
    Connection connection =
        bench.online(LiveBench.times(Duration.ofSeconds(20), Duration.ofMillis(200)), stuck);
    CompletableFuture<Answer> request = connection.request(LiveBench.iq(), LiveBench.MINUTE);
    bench.server.send(bench.peer.bytes(Node.of("presence")));
    assertThat(request.get(10, TimeUnit.SECONDS)).isEqualTo(new Answer.Disconnected());
    assertThat(stuck.reasons).isEmpty();
    stuck.release();
    assertThat(await(stuck.reasons)).isEqualTo(new CloseReason.Stalled());
  }

  @Test
  void failingListenerEndsTheConnectionWithItsOwnFault() throws Exception {
    RecordingListener failing =
        new RecordingListener() {
          @Override
          public void stanza(ConnectionId id, Node stanza) {
            throw new IllegalStateException("defect");
          }
        };
    bench.online(ConnectionTimes.DEFAULT, failing);
    bench.server.send(bench.peer.bytes(Node.of("presence")));
    assertThat(await(failing.reasons))
        .isEqualTo(new CloseReason.ListenerFailed("java.lang.IllegalStateException: defect"));
  }
}
