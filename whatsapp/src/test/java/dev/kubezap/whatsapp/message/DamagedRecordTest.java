package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.TwoParties.ALICE;
import static dev.kubezap.whatsapp.message.TwoParties.ALICE_LID;
import static dev.kubezap.whatsapp.message.TwoParties.BOB;
import static dev.kubezap.whatsapp.message.TwoParties.BOB_LID;
import static dev.kubezap.whatsapp.step.Decisions.damage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored of a peer cannot be read any more: it is obtained anew. */
class DamagedRecordTest {
  private final TwoParties two = new TwoParties(7);

  private Node sendToBob(String text) {
    two.alice.send(BOB, text);
    assertThat(two.alice.sent).filteredOn(node -> node.is("message")).hasSize(1);
    return two.alice.drain("message").getFirst();
  }

  private static SessionKey session(Jid device, Jid lid) {
    return new SessionKey(Address.of(device, Optional.of(lid)));
  }

  private void assertThatBobHas(String... texts) {
    assertThat(two.bob.store.messages())
        .filteredOn(message -> !message.fromMe())
        .extracting(StoredMessage::status)
        .hasSize(texts.length)
        .containsOnly(MessageStatus.RECEIVED);
  }

  @Test
  void aMessageOutBeginsASessionAnew() {
    two.toBob(sendToBob("one"));
    damage(two.alice.store, session(BOB, BOB_LID));
    Node second = sendToBob("two");
    assertThat(second.child("device-identity")).isPresent();
    two.toBob(second);
    assertThatBobHas("one", "two");
  }

  @Test
  void devicesAndTokensAreAskedForAnew() {
    two.toBob(sendToBob("one"));
    damage(two.alice.store, new DeviceListKey(BOB));
    damage(two.alice.store, new PrivacyTokenKey(BOB));
    damage(two.alice.store, new PrivacyTokenKey(BOB_LID));
    two.toBob(sendToBob("two"));
    assertThatBobHas("one", "two");
  }

  @Test
  void aMessageInIsAskedForAgainWithKeys() {
    two.toBob(sendToBob("one"));
    two.bob.send(ALICE, "builds the way back");
    two.toAlice(two.bob.drain("message").getFirst());
    two.bob.drain("receipt");
    damage(two.bob.store, session(ALICE.withDevice(3), ALICE_LID));
    two.toBob(sendToBob("two"));
    Node retry = two.bob.drain("receipt").getFirst();
    assertThat(retry.attribute("type")).contains("retry");
    assertThat(retry.child("retry").orElseThrow().attribute("error")).contains("1");
    assertThat(retry.child("keys")).isPresent();
    two.alice.take(retry.with("from", BOB));
    two.bob.take(two.incoming(two.alice.drain("message").getFirst(), ALICE, ALICE_LID, 3));
    assertThatBobHas("one", "two");
  }
}
