package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of the network at every stanza that a conversation needs: both sides have every
 * message once, and the server saw nothing that is against the protocol.
 */
@Tag("slow")
class SimulatorFaultsTest {

  private static final List<FaultAction> IN =
      List.of(
          new FaultAction.Drop(),
          new FaultAction.Delay(50),
          new FaultAction.Duplicate(),
          new FaultAction.Reorder(),
          new FaultAction.Close(),
          new FaultAction.CloseAfter(),
          new FaultAction.StreamError(503, null));

  private static final List<FaultAction> OUT =
      Stream.concat(IN.stream(), Stream.of(new FaultAction.Split(7), new FaultAction.Truncate()))
          .toList();

  /** What the fault meets. */
  record Met(String name, FaultPoint point, FaultMatch match) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Met> stanzas() {
    return Stream.of(
        new Met("our message", FaultPoint.IN, FaultMatch.tag("message")),
        new Met("its ack", FaultPoint.OUT, FaultMatch.tag("ack", "class", "message")),
        new Met("its receipt", FaultPoint.OUT, FaultMatch.tag("receipt")),
        new Met("our ack of its receipt", FaultPoint.IN, FaultMatch.tag("ack")),
        new Met("their message", FaultPoint.OUT, FaultMatch.tag("message")),
        new Met("our receipt", FaultPoint.IN, FaultMatch.tag("receipt")),
        new Met(
            "the ack of our receipt", FaultPoint.OUT, FaultMatch.tag("ack", "class", "receipt")));
  }

  @ParameterizedTest
  @MethodSource("stanzas")
  void nothingIsLostOrDoubled(Met met) throws IOException {
    List<String> out = new ArrayList<>();
    List<String> in = new ArrayList<>();
    try (LiveConversation talk = LiveConversation.connected()) {
      for (FaultAction action : met.point() == FaultPoint.IN ? IN : OUT) {
        String name = met + " " + action;
        FaultRule rule = FaultRule.once(met.point(), met.match(), action);
        List<StoredMessage> sent = new ArrayList<>();
        try (FaultPlan.Scope _ = talk.simulator.fault(rule)) {
          for (String part : List.of(" first", " second")) {
            out.add(name + part);
            sent.add(talk.send(name + part));
            in.add("to us: " + name + part);
            talk.simulator.send(
                LiveConversation.OTHER, LiveConversation.NUMBER, in.getLast(), true);
          }
          await().until(() -> talk.simulator.faults().list().getFirst().happened() == 1);
        }
        // What the fault held up goes on with the next process, whose delays begin anew.
        talk.restart().client.start();
        sent.forEach(message -> talk.await(message, MessageStatus.DELIVERED));
        talk.live.awaitUntil(() -> CrashTest.received(talk.store).size() == in.size());
        talk.live.awaitPhase(Phase.CONNECTED);
      }
      assertThat(talk.arrived()).containsExactlyInAnyOrderElementsOf(out);
      assertThat(CrashTest.received(talk.store)).containsExactlyInAnyOrderElementsOf(in);
      assertThat(talk.store.prepared()).isEmpty();
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  /** A log-in that is disturbed at any point is made again. */
  @Test
  void connectingSurvivesEveryFault() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      List<FaultRule> rules =
          List.of(
              FaultRule.once(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Close()),
              FaultRule.once(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Delay(100)),
              FaultRule.once(FaultPoint.HANDSHAKE, FaultMatch.all(), new FaultAction.Truncate()),
              FaultRule.once(FaultPoint.HANDSHAKE, FaultMatch.all(), new FaultAction.Close()),
              FaultRule.once(FaultPoint.HANDSHAKE, FaultMatch.all(), new FaultAction.Delay(100)),
              FaultRule.once(FaultPoint.LOGIN, FaultMatch.all(), new FaultAction.Close()),
              FaultRule.once(FaultPoint.LOGIN, FaultMatch.all(), new FaultAction.Delay(100)),
              FaultRule.once(FaultPoint.IN, FaultMatch.tag("iq"), new FaultAction.Close()),
              FaultRule.once(FaultPoint.OUT, FaultMatch.tag("success"), new FaultAction.Split(1)),
              FaultRule.once(FaultPoint.OUT, FaultMatch.tag("success"), new FaultAction.Truncate()),
              FaultRule.once(FaultPoint.OUT, FaultMatch.tag("iq"), new FaultAction.CloseAfter()),
              FaultRule.once(FaultPoint.IQ, FaultMatch.all(), new FaultAction.Reject(503, null)));
      for (FaultRule rule : rules) {
        try (FaultPlan.Scope _ = talk.simulator.fault(rule)) {
          talk.restart().client.start();
          await().until(() -> talk.simulator.faults().list().getFirst().happened() == 1);
          talk.live.awaitPhase(Phase.CONNECTED);
        }
        talk.receive("after " + rule, true);
      }
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }
}
