package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a connection notices that its other side is gone, and when it must not think so. */
class LivenessTest {
  private final CoreBench bench = CoreBench.online();

  @Test
  void pingsEvery20To30SecondsWhileAnswered() {
    int pings = 0;
    for (int second = 0; second < 300; second++) {
      bench.pass(Duration.ofSeconds(1));
      for (Node ping : bench.peer.takeReceived()) {
        assertThat(ping.attribute("xmlns")).contains("w:p");
        pings++;
        bench.fromServer(
            Node.of("iq").with("type", "result").with("id", ping.attribute("id").orElseThrow()));
      }
    }
    assertThat(pings).isBetween(10, 15);
    assertThat(bench.take()).isEmpty();
  }

  @Test
  void silentPeerIsDeadTenSecondsAfterThePing() {
    bench.pass(Duration.ofSeconds(40));
    assertThat(bench.peer.takeReceived()).hasSize(1);
    assertThat(bench.take())
        .containsExactly(new Output.Close(new CloseReason.DeadPeer("no answer to a ping")));
  }

  @Test
  void anyByteOfThePeerShowsThatItLives() {
    for (int i = 0; i < 30; i++) {
      bench.pass(Duration.ofSeconds(9));
      bench.fromServer(Node.of("presence"));
    }
    assertThat(bench.take()).hasSize(30).allMatch(Output.Deliver.class::isInstance);
  }

  @Test
  void peerIsNotLateWhileWeDoNotRead() {
    bench.accept(new Input.Request(Node.of("iq").with("id", "a"), Duration.ofSeconds(50), 1));
    bench.pass(Duration.ofSeconds(31));
    assertThat(bench.peer.takeReceived()).hasSize(2);
    bench.fromServer(Node.of("presence"));
    bench.take();
    for (int pause = 0; pause < 10; pause++) {
      bench.accept(new Input.ReadingPaused());
      bench.pass(Duration.ofSeconds(19));
      bench.accept(new Input.ReadingResumed());
    }
    assertThat(bench.take()).isEmpty();
    bench.fromServer(Node.of("iq").with("type", "result").with("id", "a"));
    assertThat(bench.take()).hasSize(1);
  }

  @Test
  void consumerThatTakesNothingForTooLongEndsTheConnection() {
    bench.accept(new Input.ReadingPaused());
    bench.pass(Duration.ofSeconds(19));
    assertThat(bench.take()).isEmpty();
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.take()).containsExactly(new Output.Close(new CloseReason.Stalled()));
  }

  @Test
  void peerThatTakesNothingIsDead() {
    bench.transmitting = false;
    bench.accept(new Input.Send(Node.of("presence")));
    bench.pass(Duration.ofSeconds(19));
    bench.fromServer(Node.of("presence"));
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.take())
        .contains(new Output.Close(new CloseReason.DeadPeer("the service takes no bytes")));
  }

  @Test
  void messageThatIsNotAcknowledgedFor75SecondsEndsTheConnection() {
    sendMessage("A");
    passWithALivingServer(30);
    sendMessage("B");
    passWithALivingServer(44);
    assertThat(bench.take()).isEmpty();
    passWithALivingServer(1);
    assertThat(bench.take())
        .containsExactly(
            new Output.Close(new CloseReason.DeadPeer("no acknowledgement of a message")));
  }

  @Test
  void acknowledgedMessagesEndNoConnection() {
    Node ack = Node.of("ack").with("class", "message").with("from", "1@lid");
    for (String id : List.of("A", "B", "C", "D")) {
      sendMessage(id);
    }
    bench.fromServer(ack.with("id", "A"));
    bench.fromServer(ack.with("id", "B").with("error", 463));
    bench.fromServer(
        Node.of("receipt", Node.of("list", Node.of("item").with("id", "D")))
            .with("id", "C")
            .with("type", "read"));
    bench.take();
    passWithALivingServer(300);
    assertThat(bench.take()).isEmpty();
  }

  @Test
  void acknowledgementsOfOtherThingsAreNotOneOfAMessage() {
    sendMessage("A");
    bench.fromServer(Node.of("ack").with("class", "receipt").with("id", "A"));
    bench.take();
    passWithALivingServer(75);
    assertThat(bench.take())
        .containsExactly(
            new Output.Close(new CloseReason.DeadPeer("no acknowledgement of a message")));
  }

  @Test
  void acknowledgementIsNotLateWhileWeDoNotRead() {
    sendMessage("A");
    passWithALivingServer(70);
    bench.accept(new Input.ReadingPaused());
    bench.pass(Duration.ofSeconds(19));
    bench.accept(new Input.ReadingResumed());
    passWithALivingServer(4);
    assertThat(bench.take()).isEmpty();
  }

  private void sendMessage(String id) {
    Node message = Node.of("message").with("id", id).with("to", "1@lid");
    bench.accept(new Input.SendMessage(id, ByteString.copyFrom(NodeEncoder.encode(message))));
  }

  /** Lets time pass while the server answers every ping. */
  private void passWithALivingServer(int seconds) {
    for (int second = 0; second < seconds; second++) {
      bench.pass(Duration.ofSeconds(1));
      for (Node stanza : bench.peer.takeReceived()) {
        if (stanza.is("iq")) {
          bench.fromServer(
              Node.of("iq")
                  .with("type", "result")
                  .with("id", stanza.attribute("id").orElseThrow()));
        }
      }
    }
  }

  @Test
  void loginWithoutAnAnswerEnds() {
    CoreBench fresh = new CoreBench();
    assertThat(fresh.core.deadline()).isEmpty();
    fresh.accept(new Input.Opened());
    fresh.pass(Duration.ofSeconds(21));
    assertThat(fresh.take())
        .containsExactly(new Output.Close(new CloseReason.DeadPeer("no answer to the login")));
    assertThat(fresh.core.deadline()).isEmpty();
  }
}
