package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.engine.QuarantineCommand.Action;
import dev.kubezap.whatsapp.engine.QuarantineCommand.Answer;
import dev.kubezap.whatsapp.message.HandleUnhandled;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineCommandTest {
  private static final QuarantineKey KEY = new QuarantineKey("q1");
  private static final Node STANZA = Node.of("notification").with("id", "1").with("type", "x");

  private final MemoryStore state = new MemoryStore();

  private void setAside(ByteString input, ByteString... decrypted) {
    store(
        state,
        new Change.Put<>(
            KEY, new QuarantineKey.Entry("message", "defect", input, List.of(decrypted), NOW)));
  }

  private Outcome asked(String id, Action action) {
    return decide(
        new QuarantineCommand(),
        new QuarantineCommand.Request(id, action),
        state,
        online(device(5)));
  }

  private static ByteString encoded(Node stanza) {
    return ByteString.copyFrom(NodeEncoder.encode(stanza));
  }

  @Test
  void aStanzaIsHandledAsIfItCameNowAndStaysSetAside() {
    setAside(encoded(STANZA));
    Outcome outcome = asked("q1", Action.REPLAY);
    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.effects())
        .containsExactly(new Effect.Answer(new Answer(true)), new Effect.Enqueue(STANZA));
  }

  /** A ciphertext opens only once. */
  @Test
  void whatWasDecryptedIsHandledWithoutBeingDecryptedAgain() {
    setAside(encoded(STANZA), ByteString.copyFromUtf8("text"));
    Outcome outcome = asked("q1", Action.REPLAY);
    assertThat(outcome.changes()).singleElement().isInstanceOf(Change.Put.class);
    assertThat(outcome.effects().getFirst()).isEqualTo(new Effect.Answer(new Answer(true)));
    assertThat(outcome.effects().getLast())
        .isInstanceOfSatisfying(
            Effect.Enqueue.class,
            next -> assertThat(next.input()).isInstanceOf(HandleUnhandled.Due.class));
  }

  @Test
  void whatIsNoStanzaIsOnlyCounted() {
    setAside(ByteString.copyFromUtf8("no stanza"));
    assertThat(asked("q1", Action.REPLAY).effects())
        .containsExactly(
            new Effect.Answer(new Answer(true)), new Effect.Count("quarantine", "unreadable"));
  }

  @Test
  void oneIsForgotten() {
    setAside(encoded(STANZA));
    assertThat(asked("q1", Action.DISCARD).changes()).containsExactly(new Change.Remove(KEY));
  }

  @Test
  void oneThatIsNotThereIsSaid() {
    Outcome none = Outcome.builder().effect(new Effect.Answer(new Answer(false))).build();
    assertThat(asked("q2", Action.DISCARD)).isEqualTo(none);
    assertThat(asked("q2", Action.REPLAY)).isEqualTo(none);
  }
}
