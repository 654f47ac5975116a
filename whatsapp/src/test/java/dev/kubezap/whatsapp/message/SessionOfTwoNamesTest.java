package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.TwoParties.ALICE;
import static dev.kubezap.whatsapp.message.TwoParties.BOB;
import static dev.kubezap.whatsapp.message.TwoParties.BOB_LID;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A device had a session by its number before its LID was known (PROTOCOL-2026 3). */
class SessionOfTwoNamesTest {
  private static final SessionKey BY_NUMBER =
      new SessionKey(new SignalAddress("491522222222@s.whatsapp.net", 0));
  private static final SessionKey BY_LID = new SessionKey(new SignalAddress("222000@lid", 0));

  private final TwoParties two = new TwoParties(7);

  private Node fromBob(String text) {
    two.bob.send(ALICE, text);
    return two.bob.drain("message").getFirst();
  }

  /** As from a server that does not tell the LID along. */
  private void toAliceByNumberAlone(Node outgoing) {
    List<Node> encs =
        outgoing.child("participants").orElseThrow().children("to").stream()
            .filter(one -> one.jid("jid").orElseThrow().device() == 3)
            .flatMap(one -> one.children("enc").stream())
            .toList();
    two.alice.take(
        Node.of("message")
            .with("from", BOB)
            .with("id", outgoing.attribute("id").orElseThrow())
            .with("type", "text")
            .with("t", 1_780_000_000L)
            .withChildren(encs));
  }

  private void learnThePair() {
    store(
        two.alice.store,
        new Change.Put<>(new LidOfPhone(BOB), BOB_LID),
        new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
  }

  private void assertThatAliceHas(int messages) {
    assertThat(two.alice.store.messages())
        .filteredOn(message -> !message.fromMe())
        .extracting(StoredMessage::status)
        .hasSize(messages)
        .containsOnly(MessageStatus.RECEIVED);
    assertThat(two.alice.drain("receipt")).noneMatch(receipt -> receipt.has("type", "retry"));
  }

  @Test
  void whatIsSentGoesOnInTheSessionByNumberWhichMoves() {
    toAliceByNumberAlone(fromBob("one"));
    assertThat(two.alice.store.read(BY_NUMBER)).isPresent();
    learnThePair();
    two.alice.send(BOB, "back");
    assertThat(two.alice.store.read(BY_NUMBER)).isEmpty();
    assertThat(two.alice.store.read(BY_LID)).isPresent();
    Node enc =
        two
            .alice
            .drain("message")
            .getFirst()
            .child("participants")
            .orElseThrow()
            .children()
            .stream()
            .filter(to -> to.jid("jid").equals(Optional.of(BOB)))
            .findFirst()
            .flatMap(to -> to.child("enc"))
            .orElseThrow();
    assertThat(enc.attribute("type")).contains("msg");
  }

  /** Its one-time prekey is used up: only the session that it built reads it. */
  @Test
  void aSecondPreKeyMessageIsReadAfterThePairIsLearned() {
    toAliceByNumberAlone(fromBob("one"));
    learnThePair();
    two.alice.send(BOB, "not there yet");
    toAliceByNumberAlone(fromBob("two"));
    assertThatAliceHas(2);
  }

  @Test
  void bothSessionsOfOneDeviceReadAndBecomeOne() {
    toAliceByNumberAlone(fromBob("one"));
    SignalSession byNumber = two.alice.store.read(BY_NUMBER).orElseThrow();
    learnThePair();
    store(two.alice.store, new Change.Remove(BY_NUMBER));
    two.alice.send(BOB, "in a session of its own");
    two.alice.drain("message");
    SignalSession byLid = two.alice.store.read(BY_LID).orElseThrow();
    store(two.alice.store, new Change.Put<>(BY_NUMBER, byNumber));
    toAliceByNumberAlone(fromBob("two"));
    assertThatAliceHas(2);
    assertThat(two.alice.store.read(BY_NUMBER)).isEmpty();
    assertThat(two.alice.store.read(BY_LID).orElseThrow().baseKey())
        .as("the one that Bob writes in")
        .isEqualTo(byNumber.baseKey());
    assertThat(byLid.baseKey()).isNotEqualTo(byNumber.baseKey());
  }

  /** A phone that asks by its LID for what was sent to its number. */
  @Test
  void aRetryByTheOtherNameIsAnswered() {
    two.alice.send(BOB, "one");
    Node sent = two.alice.drain("message").getFirst();
    assertThat(sent.jid("to")).contains(BOB);
    for (Jid name : List.of(BOB, BOB_LID)) {
      two.alice.take(retry(sent, name));
    }
    assertThat(two.alice.drain("message"))
        .extracting(again -> again.child("enc").orElseThrow().attribute("count"))
        .containsExactly(Optional.of("1"), Optional.of("2"));
    two.alice.take(
        Node.of("receipt").with("from", BOB_LID).with("id", sent.attribute("id").orElseThrow()));
    two.alice.take(retry(sent, BOB));
    assertThat(two.alice.drain("message")).as("it has the message").isEmpty();
    assertThat(two.alice.store.outgoingByStanza(sent.attribute("id").orElseThrow()))
        .get()
        .extracting(OutgoingMessage::delivered)
        .isEqualTo(Set.of(BOB));
  }

  private Node retry(Node sent, Jid from) {
    Node user = two.bob.bundle(BOB);
    return Node.of("receipt")
        .with("from", from)
        .with("id", sent.attribute("id").orElseThrow())
        .with("type", "retry")
        .withChildren(
            user.child("registration").orElseThrow(),
            Node.of("keys").withChildren(user.children().subList(1, user.children().size())));
  }
}
