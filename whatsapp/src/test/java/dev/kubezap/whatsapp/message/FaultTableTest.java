package dev.kubezap.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the fault table of docs/proofs.md that are about single stanzas. */
class FaultTableTest {
  private static final Jid CAROL = Jid.phoneNumber("491533333333");

  private final TwoParties two = new TwoParties(11);

  private Node sendToBob(String text) {
    two.alice.send(TwoParties.BOB, text);
    return two.alice.drain("message").getFirst();
  }

  private static Node retry(Node message) {
    return Node.of("receipt", Node.of("retry").with("count", 1))
        .with("id", message.attribute("id").orElseThrow())
        .with("from", TwoParties.BOB)
        .with("type", "retry");
  }

  @Test
  void retryReceiptThreeDaysLaterIsAnsweredUnderTheSameId() {
    Node message = sendToBob("kept for those who ask");
    two.alice.pass(Duration.ofDays(3));
    two.alice.take(retry(message));
    List<Node> again = two.alice.drain("message");
    assertThat(again).hasSize(1);
    assertThat(again.getFirst().attribute("id")).isEqualTo(message.attribute("id"));
    assertThat(two.alice.drain("ack")).hasSize(1);
    two.bob.take(two.incoming(again.getFirst(), TwoParties.ALICE, TwoParties.ALICE_LID, 3));
    assertThat(two.bob.store.messages()).hasSize(1);
    assertThat(two.bob.store.messages().getFirst().status()).isEqualTo(MessageStatus.RECEIVED);
  }

  @Test
  void receiptForAnUnknownIdIsAcknowledgedAndChangesNothing() {
    Node message = sendToBob("known");
    List<StoredMessage> before = two.alice.store.messages();
    for (String type : List.of("", "read", "retry")) {
      Node receipt = Node.of("receipt").with("id", "NEVERSENT").with("from", TwoParties.BOB);
      two.alice.take(
          type.isEmpty()
              ? receipt
              : receipt.with("type", type).withChildren(Node.of("retry").with("count", 1)));
      assertThat(two.alice.drain("ack")).as("type %s", type).hasSize(1);
    }
    assertThat(two.alice.drain("message")).isEmpty();
    assertThat(two.alice.store.messages()).isEqualTo(before);
    assertThat(message.attribute("id")).isNotEmpty();
  }

  @Test
  void oneIdOfTwoSendersIsTwoMessages() {
    Node incoming = two.incoming(sendToBob("of Alice"), TwoParties.ALICE, TwoParties.ALICE_LID, 3);
    two.bob.take(incoming);
    two.bob.take(
        Node.of("message")
            .with("from", CAROL)
            .with("id", incoming.attribute("id").orElseThrow())
            .with("type", "text")
            .with("t", 1_780_000_100L)
            .withChildren(incoming.children()));
    assertThat(two.bob.store.messages())
        .extracting(StoredMessage::stanzaId)
        .hasSize(2)
        .containsOnly(incoming.attribute("id").orElseThrow());
    assertThat(two.bob.store.messages())
        .extracting(StoredMessage::status)
        .contains(MessageStatus.RECEIVED);
  }
}
