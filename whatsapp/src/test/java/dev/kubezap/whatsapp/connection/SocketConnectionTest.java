package dev.kubezap.whatsapp.connection;

import static dev.kubezap.whatsapp.connection.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.transport.TestWebSocketServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections over real sockets. */
@Timeout(60)
class SocketConnectionTest {
  private final LiveBench bench = new LiveBench();
  private final RecordingListener listener = new RecordingListener();

  @Test
  void worksOverARealSocket() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (TestWebSocketServer webSocket =
        TestWebSocketServer.start(
            socket -> {
              bench.admit(socket);
              for (byte[] bytes = socket.receive(); bytes != null; bytes = socket.receive()) {
                bench.peer.receive(bytes);
                for (Node iq : bench.peer.takeReceived()) {
                  socket.send(bench.peer.bytes(LiveBench.result(iq)));
                }
              }
              end.countDown();
            })) {
      Connection connection = bench.connect(webSocket.uri(), listener);
      assertThat(await(listener.heard)).isEqualTo("online #4");
      for (int i = 0; i < 200; i++) {
        assertThat(connection.request(LiveBench.iq(), LiveBench.MINUTE).get(10, TimeUnit.SECONDS))
            .isInstanceOf(Answer.Answered.class);
      }
      connection.close("done");
      assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(await(listener.reasons)).isEqualTo(new CloseReason.ClosedLocally("done"));
    }
  }

  @Test
  void blockedListenerStopsTheServerByTcp() throws Exception {
    HeldListener slow = new HeldListener();
    int count = 768;
    AtomicInteger written = new AtomicInteger();
    CountDownLatch allWritten = new CountDownLatch(1);
    try (TestWebSocketServer webSocket =
        TestWebSocketServer.start(
            socket -> {
              bench.admit(socket);
              for (int i = 0; i < count; i++) {
                socket.send(bench.peer.bytes(Node.of("message").withBytes(new byte[32 << 10])));
                written.incrementAndGet();
              }
              allWritten.countDown();
              for (byte[] bytes = socket.receive(); bytes != null; bytes = socket.receive()) {
                bench.peer.receive(bytes);
              }
            })) {
      Connection connection = bench.connect(webSocket.uri(), slow);
      assertThat(await(slow.heard)).isEqualTo("online #4");
      // 24 MB do not fit into the buffers of two sockets.
      assertThat(allWritten.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(written.get()).isLessThan(count);
      slow.release();
      assertThat(allWritten.await(20, TimeUnit.SECONDS)).isTrue();
      connection.close("done");
      assertThat(await(slow.reasons)).isEqualTo(new CloseReason.ClosedLocally("done"));
      assertThat(slow.taken.get()).isGreaterThan(written.get() / 2);
    }
  }
}
