package dev.kubezap.whatsapp.account;

import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the server asks, and what it wants taken back. */
class ServerQueriesTest {
  private static final Node QUERY =
      Node.of("iq").with("from", Jid.SERVICE).with("id", "q1").with("type", "get");
  private static final Node ANSWER = Node.of("iq").with("to", Jid.SERVICE).with("id", "q1");

  private final MemoryStore store = new MemoryStore();

  private Outcome answer(Node query) {
    return decide(new AnswerServer(), query, store, unpaired());
  }

  private static Outcome sends(Node stanza) {
    return Outcome.builder().effect(new Effect.Send(stanza)).build();
  }

  @Test
  void onlyQueriesAreAnswered() {
    assertThat(AnswerServer.wants(QUERY)).isTrue();
    assertThat(AnswerServer.wants(QUERY.with("type", "set"))).isTrue();
    assertThat(AnswerServer.wants(QUERY.with("type", "result"))).isFalse();
    assertThat(AnswerServer.wants(Node.of("ib").with("type", "get"))).isFalse();
  }

  @Test
  void pingsAreAnsweredAndTheRestIsRefused() {
    Outcome pong = sends(ANSWER.with("type", "result"));
    assertThat(answer(QUERY.with("xmlns", "urn:xmpp:ping"))).isEqualTo(pong);
    assertThat(answer(QUERY.withChildren(Node.of("ping")))).isEqualTo(pong);
    assertThat(answer(QUERY))
        .isEqualTo(
            sends(
                ANSWER
                    .with("type", "error")
                    .withChildren(
                        Node.of("error")
                            .with("code", 501)
                            .with("text", "feature-not-implemented"))));
  }

  @Test
  void marksAreTakenBackOnce() {
    Node dirty = Node.of("dirty").with("type", "groups").with("timestamp", 17);
    Node stanza = Node.of("ib", dirty, Node.of("dirty"));
    Node clean = Node.of("clean").with("type", "groups").with("timestamp", 17);
    assertThat(decide(new CleanDirty(Map.of()), stanza, store, unpaired()))
        .isEqualTo(
            Outcome.builder()
                .ask(
                    new Ask(
                        List.of(
                            Node.of("iq", clean)
                                .with("to", Jid.SERVICE)
                                .with("type", "set")
                                .with("xmlns", "urn:xmpp:whatsapp:dirty"))))
                .build());
    assertThat(
            answered(new CleanDirty(Map.of()), stanza, 1, store, unpaired(), new Reply.Missing()))
        .isEqualTo(Outcome.nothing());
  }

  @Test
  void aForgottenAcknowledgementIsOneThatIsNamed() {
    Node error = Node.of("stream:error", Node.of("ack").with("id", "a1"));
    assertThat(AcknowledgeForgotten.wants(error)).isTrue();
    assertThat(AcknowledgeForgotten.wants(Node.of("stream:error"))).isFalse();
    assertThat(AcknowledgeForgotten.wants(Node.of("ib", Node.of("ack")))).isFalse();
  }

  @Test
  void switchesThatAreNumbersAreRead() {
    Properties properties = new Properties("", Map.of(1, "42", 2, "x", 3, "12345678901"));
    assertThat(properties.number(1, 7)).isEqualTo(42);
    for (int other : new int[] {2, 3, 4}) {
      assertThat(properties.number(other, 7)).isEqualTo(7);
    }
  }
}
