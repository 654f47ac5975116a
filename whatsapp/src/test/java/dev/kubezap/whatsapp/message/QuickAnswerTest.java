package dev.kubezap.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** The service tells times in whole seconds; an answer may come in the second of its question. */
class QuickAnswerTest {
  private final TwoParties two = new TwoParties(11);

  @Test
  void standsBehindItsQuestion() {
    Instant second = Instant.parse("2026-11-01T00:00:10Z");
    two.alice.now = second.plusMillis(700);
    StoredMessage question = two.alice.send(TwoParties.BOB, "question");
    two.toBob(two.alice.drain("message").getFirst());
    two.bob.send(TwoParties.ALICE, "answer");
    Node answer = two.bob.drain("message").getFirst();
    two.alice.take(
        two.incoming(answer, TwoParties.BOB, TwoParties.BOB_LID, 0)
            .with("t", second.getEpochSecond()));

    assertThat(question.timestamp()).isEqualTo(second);
    assertThat(two.alice.store.messages().stream().sorted(asShown()))
        .extracting(StoredMessage::fromMe)
        .containsExactly(true, false);
  }

  /** As a chat's messages are listed. */
  private static Comparator<StoredMessage> asShown() {
    return Comparator.comparing(StoredMessage::timestamp).thenComparing(StoredMessage::id);
  }
}
