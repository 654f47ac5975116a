package dev.kubezap.whatsapp.connection;

import static dev.kubezap.whatsapp.connection.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.transport.OpenException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveConnectionTest {
  private final LiveBench bench = new LiveBench();
  private final RecordingListener listener = new RecordingListener();

  @Test
  void stanzasGoBothWaysAndTheEndComesOnceAndLast() throws Exception {
    Connection connection = online();
    connection.send(Node.of("presence").with("name", "me"));
    assertThat(bench.receive().attribute("name")).contains("me");
    bench.server.send(bench.peer.bytes(Node.of("chatstate")));
    assertThat(await(listener.stanzas)).isEqualTo(Node.of("chatstate"));
    bench.server.send(bench.peer.frame(new byte[] {0, 9, 9}));
    assertThat(await(listener.heard)).isEqualTo("unreadable #4");
    bench.server.send(bench.peer.bytes(Node.of("xmlstreamend")));
    assertThat(await(listener.heard)).isEqualTo("closed #4");
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.StreamEnded(""));
    connection.send(Node.of("presence"));
    connection.close("again");
    assertThat(connection.request(LiveBench.iq(), LiveBench.MINUTE).get(5, TimeUnit.SECONDS))
        .isEqualTo(new Answer.Disconnected());
    assertThat(listener.heard).isEmpty();
  }

  @Test
  void localCloseLetsQueuedStanzasLeave() throws Exception {
    Connection connection = online();
    CompletableFuture<Answer> request =
        connection.request(LiveBench.iq().with("id", "r"), LiveBench.MINUTE);
    for (int i = 0; i < 500; i++) {
      connection.send(Node.of("presence").with("n", i));
    }
    connection.close("suspended");
    assertThat(bench.receive().attribute("id")).contains("r");
    for (int i = 0; i < 500; i++) {
      assertThat(bench.receive().number("n")).hasValue(i);
    }
    assertThat(bench.server.receive()).isEmpty();
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.ClosedLocally("suspended"));
    assertThat(request.get(5, TimeUnit.SECONDS)).isEqualTo(new Answer.Disconnected());
  }

  @Test
  void whatIsHeldLeavesWithTheRelease() throws Exception {
    Connection connection = online();
    connection.hold();
    connection.send(Node.of("presence").with("n", 1));
    connection.sendMessage(
        "2", ByteString.copyFrom(NodeEncoder.encode(Node.of("presence").with("n", 2))));
    connection.release();
    assertThat(bench.receive().number("n")).hasValue(1);
    assertThat(bench.receive().number("n")).hasValue(2);
    connection.close("done");
  }

  @Test
  void aHeldQueueThatIsFullStillDrains() throws Exception {
    Connection connection = online();
    connection.hold();
    Thread sending =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 8; i++) {
                    connection.send(Node.of("x").with("n", i).withBytes(new byte[1 << 20]));
                  }
                  connection.release();
                });
    for (int i = 0; i < 8; i++) {
      assertThat(bench.receive().number("n")).hasValue(i);
    }
    sending.join();
    connection.close("done");
  }

  @Test
  void noInstantAnswerIsMissed() throws Exception {
    Connection connection = online();
    Thread answering = Thread.ofVirtual().start(this::answerRequests);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      answers.add(connection.request(LiveBench.iq(), LiveBench.MINUTE));
    }
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Answered.class);
    }
    connection.close("done");
    answering.join();
  }

  @Test
  void stanzasOfManyThreadsAreNeverMixed() throws Exception {
    Connection connection = online();
    CountDownLatch done = new CountDownLatch(16);
    for (int thread = 0; thread < 16; thread++) {
      int number = thread;
      Thread.ofVirtual()
          .start(
              () -> {
                for (int i = 0; i < 100; i++) {
                  connection.send(Node.of("presence").with("thread", number).with("n", i));
                }
                done.countDown();
              });
    }
    int[] next = new int[16];
    for (int i = 0; i < 1_600; i++) {
      Node stanza = bench.receive();
      int thread = (int) stanza.requiredNumber("thread");
      assertThat(stanza.requiredNumber("n")).isEqualTo(next[thread]++);
    }
    done.await();
    connection.close("done");
  }

  @Test
  void silentPeerIsNoticed() throws Exception {
    ConnectionTimes times = LiveBench.times(Duration.ofMillis(50), Duration.ofSeconds(20));
    Connection connection = bench.online(times, listener);
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.DeadPeer("no answer to a ping"));
    assertThat(connection.id()).isEqualTo(LiveBench.ID);
  }

  @Test
  void openingThatFailsIsReported() throws Exception {
    bench.connect(
        () -> {
          throw new OpenException(OpenException.Step.PROXY, "no tunnel");
        },
        listener);
    assertThat(await(listener.reasons))
        .isEqualTo(new CloseReason.ConnectFailed(OpenException.Step.PROXY, "no tunnel"));
  }

  @Test
  void openingIsGivenUpWhenItIsClosed() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    Connection connection =
        bench.connect(
            () -> {
              opening.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new OpenException(OpenException.Step.NETWORK, "interrupted", e);
              }
              throw new AssertionError();
            },
            listener);
    assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();
    connection.close("suspended");
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.ClosedLocally("suspended"));
  }

  private Connection online() throws Exception {
    return bench.online(ConnectionTimes.DEFAULT, listener);
  }

  private void answerRequests() {
    try {
      for (Optional<byte[]> bytes = bench.server.receive();
          bytes.isPresent();
          bytes = bench.server.receive()) {
        bench.peer.receive(bytes.get());
        for (Node iq : bench.peer.takeReceived()) {
          bench.server.send(bench.peer.bytes(LiveBench.result(iq)));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
