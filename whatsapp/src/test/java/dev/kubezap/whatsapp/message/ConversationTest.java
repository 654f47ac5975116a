package dev.kubezap.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private final TwoParties two = new TwoParties(7);

  private static String text(StoredMessage message) {
    return ((TextContent) message.content()).text();
  }

  private Node sendToBob(String text) {
    two.alice.send(TwoParties.BOB, text);
    List<Node> sent = two.alice.drain("message");
    assertThat(sent).hasSize(1);
    return sent.getFirst();
  }

  @Test
  void textsGoBothWaysAndAreStoredOnce() {
    for (int i = 0; i < 20; i++) {
      two.toBob(sendToBob("to Bob " + i));
      two.bob.send(TwoParties.ALICE, "to Alice " + i);
      two.toAlice(two.bob.drain("message").getFirst());
    }
    List<StoredMessage> atBob = two.bob.store.messages().stream().filter(m -> !m.fromMe()).toList();
    assertThat(atBob).extracting(ConversationTest::text).hasSize(20).startsWith("to Bob 0");
    assertThat(two.alice.store.messages().stream().filter(m -> !m.fromMe()))
        .hasSize(20)
        .allMatch(m -> m.status() == MessageStatus.RECEIVED);
    assertThat(two.alice.store.messages().stream().filter(StoredMessage::fromMe))
        .allMatch(m -> m.status() == MessageStatus.SENT);
    assertThat(two.bob.drain("receipt"))
        .hasSize(20)
        .noneMatch(r -> r.attribute("type").isPresent());
  }

  @Test
  void firstMessageBuildsASessionAndCarriesTheSignedIdentity() {
    Node first = sendToBob("hello");
    assertThat(first.child("device-identity")).isPresent();
    assertThat(first.child("participants").orElseThrow().children("to"))
        .extracting(to -> to.attribute("jid").orElseThrow())
        .containsExactly("491522222222@s.whatsapp.net", "491511111111@s.whatsapp.net");
  }

  @Test
  void redeliveredCiphertextIsNotDecryptedAgainAndAnsweredTheSame() {
    Node stanza = sendToBob("once");
    two.toBob(stanza);
    List<Node> receipts = two.bob.drain("receipt");
    two.toBob(stanza);
    assertThat(two.bob.drain("receipt")).isEqualTo(receipts);
    assertThat(received()).isEqualTo(1);
  }

  private long received() {
    return two.bob.store.events().stream()
        .filter(append -> append.event() instanceof MessageEvent.Received)
        .count();
  }

  @Test
  void unreadableMessageIsAskedForWithStoredCountsAndFilledInPlace() {
    two.toBob(sendToBob("builds the session"));
    two.bob.drain("receipt");
    Node lost = sendToBob("second");
    Node damaged = damage(lost, 12);
    two.bob.take(two.incoming(damaged, TwoParties.ALICE, TwoParties.ALICE_LID, 3));
    Node retry = two.bob.drain("receipt").getFirst();
    assertThat(retry.attribute("type")).contains("retry");
    assertThat(retry.child("retry").orElseThrow().attribute("count")).contains("1");
    assertThat(two.bob.drain("ack")).hasSize(1);
    assertThat(received()).isEqualTo(1);

    two.alice.take(retry.with("from", TwoParties.BOB));
    Node again = two.alice.drain("message").getFirst();
    assertThat(again.attribute("device_fanout")).contains("false");
    two.bob.take(two.incoming(again, TwoParties.ALICE, TwoParties.ALICE_LID, 3));
    assertThat(received()).isEqualTo(2);
    assertThat(two.bob.store.messages()).hasSize(2);
    assertThat(text(two.bob.store.messages().get(1))).isEqualTo("second");
  }

  private static Node damage(Node outgoing, int fromEnd) {
    Node participants = outgoing.child("participants").orElseThrow();
    List<Node> damaged =
        participants.children("to").stream()
            .map(
                to -> {
                  Node enc = to.child("enc").orElseThrow();
                  byte[] bytes = enc.bytes().orElseThrow().toByteArray();
                  bytes[bytes.length - fromEnd] ^= 1;
                  return to.withChildren(enc.withBytes(bytes));
                })
            .toList();
    return outgoing.withChildren(participants.withChildren(damaged));
  }

  @Test
  void retriesEndAfterFive() {
    Node sent = sendToBob("x");
    for (int i = 1; i <= 5; i++) {
      two.bob.take(two.incoming(damage(sent, 11 + i), TwoParties.ALICE, TwoParties.ALICE_LID, 3));
      Node retry = two.bob.drain("receipt").getFirst();
      assertThat(retry.child("retry").orElseThrow().number("count")).hasValue(i);
      assertThat(retry.child("keys")).isPresent();
    }
    two.bob.take(two.incoming(damage(sent, 9), TwoParties.ALICE, TwoParties.ALICE_LID, 3));
    assertThat(two.bob.drain("receipt")).isEmpty();
    assertThat(two.bob.drain("ack")).hasSize(6);
  }

  @Test
  void sameBytesAgainAreAnsweredByTheSameCount() {
    Node stanza =
        two.incoming(damage(sendToBob("x"), 12), TwoParties.ALICE, TwoParties.ALICE_LID, 3);
    for (int i = 1; i <= 3; i++) {
      two.bob.take(stanza);
      Node retry = two.bob.drain("receipt").getFirst();
      assertThat(retry.child("retry").orElseThrow().number("count")).hasValue(1);
    }
  }

  @Test
  void deviceThatHasTheMessageIsNotSentItAgain() {
    Node stanza = sendToBob("delivered");
    two.toBob(stanza);
    two.alice.take(
        Node.of("receipt")
            .with("id", stanza.attribute("id").orElseThrow())
            .with("from", TwoParties.BOB));
    two.alice.take(
        Node.of("receipt", Node.of("retry").with("count", 1))
            .with("id", stanza.attribute("id").orElseThrow())
            .with("from", TwoParties.BOB)
            .with("type", "retry"));
    assertThat(two.alice.drain("message")).isEmpty();
    assertThat(two.alice.drain("ack")).hasSize(2);
  }

  @Test
  void sameRequestGetsTheSameBytesAndAnotherOneNewOnes() {
    String id = sendToBob("again").attribute("id").orElseThrow();
    Node request =
        Node.of("receipt", Node.of("retry").with("count", 1))
            .with("id", id)
            .with("from", TwoParties.BOB)
            .with("type", "retry");
    two.alice.take(request);
    Node answer = two.alice.drain("message").getFirst();
    two.alice.take(request.with("offline", 1));
    assertThat(two.alice.drain("message")).containsExactly(answer);
    two.alice.take(request.withChildren(Node.of("retry").with("count", 2)));
    assertThat(two.alice.drain("message")).hasSize(1).doesNotContain(answer);
    assertThat(two.alice.drain("ack")).hasSize(3);
  }

  @Test
  void strangerCannotAskForAMessage() {
    Node stanza = sendToBob("for Bob");
    two.alice.take(
        Node.of("receipt", Node.of("retry").with("count", 1))
            .with("id", stanza.attribute("id").orElseThrow())
            .with("from", "491533333333@s.whatsapp.net")
            .with("type", "retry"));
    assertThat(two.alice.drain("message")).isEmpty();
  }

  @Test
  void refusalBecomesTheMessagesFailure() {
    Node stanza = sendToBob("cold");
    two.alice.take(
        Node.of("ack")
            .with("class", "message")
            .with("id", stanza.attribute("id").orElseThrow())
            .with("error", 463));
    StoredMessage message = two.alice.store.messages().getFirst();
    assertThat(message.status()).isEqualTo(MessageStatus.FAILED);
    assertThat(message.failure().orElseThrow().whatsappCode()).hasValue(463);
    assertThat(two.alice.store.prepared()).isEmpty();
  }

  @Test
  void idempotencyKeyNamesOneMessage() {
    SendRequest.Idempotency key = new SendRequest.Idempotency("k", ByteString.copyFromUtf8("a"));
    SendResult first = two.alice.request(TwoParties.BOB, "a", Optional.of(key));
    SendResult second = two.alice.request(TwoParties.BOB, "a", Optional.of(key));
    assertThat(((SendResult.Repeated) second).message().id())
        .isEqualTo(((SendResult.Accepted) first).message().id());
    SendRequest.Idempotency other = new SendRequest.Idempotency("k", ByteString.copyFromUtf8("b"));
    assertThat(two.alice.request(TwoParties.BOB, "b", Optional.of(other)))
        .isInstanceOf(SendResult.KeyReused.class);
    assertThat(two.alice.drain("message")).hasSize(1);
  }

  @Test
  void unregisteredNumberFailsByName() {
    two.bobIsRegistered = false;
    two.alice.send(TwoParties.BOB, "anybody?");
    StoredMessage message = two.alice.store.messages().getFirst();
    assertThat(message.failure().orElseThrow().code()).isEqualTo("recipient-not-found");
    assertThat(two.alice.drain("message")).isEmpty();
  }

  @Test
  void unansweredQueryLeavesTheMessageQueuedAndIsTriedAgain() {
    two.reachable = false;
    StoredMessage message = two.alice.send(TwoParties.BOB, "later");
    assertThat(two.alice.store.message(message.id()).orElseThrow().status())
        .isEqualTo(MessageStatus.QUEUED);
    two.reachable = true;
    assertThat(two.alice.scheduled)
        .containsExactly(
            new Effect.Schedule(
                "prepare-" + message.id(),
                new PrepareSend.Prepare(message.id(), 1, 0),
                Duration.ofSeconds(1)));
    two.alice.take(two.alice.scheduled.getFirst().input());
    assertThat(two.alice.drain("message")).hasSize(1);
  }

  @Test
  void messagesOfOneChatLeaveInTheOrderOfAcceptance() {
    two.reachable = false;
    List<String> accepted =
        List.of(
            two.alice.send(TwoParties.BOB, "1").stanzaId(),
            two.alice.send(TwoParties.BOB, "2").stanzaId(),
            two.alice.send(TwoParties.BOB, "3").stanzaId());
    two.reachable = true;
    two.alice.take(two.alice.scheduled.getFirst().input());
    assertThat(two.alice.drain("message"))
        .extracting(node -> node.attribute("id").orElseThrow())
        .isEqualTo(accepted);
  }

  @Test
  void atMostSixtyFourStanzasAreWithoutAcknowledgement() {
    for (int i = 0; i < 70; i++) {
      two.alice.send(TwoParties.BOB, "burst " + i);
    }
    List<Node> first = two.alice.drain("message");
    assertThat(first).hasSize(Unacknowledged.MAXIMUM_STANZAS);
    first.forEach(two::toBob);
    List<Node> rest = two.alice.drain("message");
    assertThat(rest).hasSize(6);
    rest.forEach(two::toBob);
    assertThat(two.bob.store.messages())
        .extracting(ConversationTest::text)
        .startsWith("burst 0", "burst 1")
        .endsWith("burst 69")
        .hasSize(70);
  }

  @Test
  void chatIsOneWhetherAddressedByNumberOrLid() {
    two.toBob(sendToBob("by number"));
    two.alice.byLid = true;
    Node byLid = sendToBob("by LID");
    assertThat(byLid.attribute("to")).contains(TwoParties.BOB_LID.toString());
    assertThat(byLid.attribute("peer_recipient_pn")).contains(TwoParties.BOB.toString());
    two.toBob(byLid);
    assertThat(two.bob.store.messages())
        .extracting(StoredMessage::chat)
        .containsOnly(TwoParties.ALICE);
    assertThat(two.bob.store.records("signal-session")).hasSize(1);
  }

  @Test
  void accountWithLidAddressingFindsTheLidOfANumberThatItNeverWroteTo() {
    two.alice.byLid = true;
    Node first = sendToBob("hello");
    assertThat(first.attribute("to")).contains(TwoParties.BOB_LID.toString());
    assertThat(first.child("participants").orElseThrow().children("to"))
        .extracting(to -> to.attribute("jid").orElseThrow())
        .containsExactly("222000@lid", "111000@lid");
    two.toBob(first);
    assertThat(two.bob.store.messages()).hasSize(1);
  }

  @Test
  void staleDeviceHashServesTheMissedDevices() {
    Node stanza = sendToBob("to all");
    two.alice.take(
        Node.of("ack")
            .with("class", "message")
            .with("id", stanza.attribute("id").orElseThrow())
            .with("phash", "2:other"));
    assertThat(two.alice.store.messages().getFirst().status()).isEqualTo(MessageStatus.SENT);
    assertThat(two.alice.store.records("repair")).isEmpty();
    assertThat(two.alice.drain("message")).isEmpty();
  }

  @Test
  void devicesAreTheSameUnderTheirAccountsOtherName() {
    Node stanza = sendToBob("by number");
    two.alice.byLid = true;
    two.alice.take(
        Node.of("ack")
            .with("class", "message")
            .with("id", stanza.attribute("id").orElseThrow())
            .with("phash", "2:other"));
    assertThat(two.alice.drain("message")).isEmpty();
    assertThat(two.alice.store.records("repair")).isEmpty();
  }

  @Test
  void malformedStanzasAreAcknowledgedAndStoreNothing() {
    two.bob.take(Node.of("message").with("from", TwoParties.ALICE).with("t", 1));
    two.bob.take(Node.of("message").with("from", TwoParties.ALICE).with("id", "A").with("t", 1));
    two.bob.take(
        Node.of("message", Node.of("enc", ByteString.copyFromUtf8("x")).with("type", "pkmsg"))
            .with("from", TwoParties.ALICE)
            .with("id", "B")
            .with("t", 1));
    assertThat(two.bob.store.events()).isEmpty();
  }

  @Test
  void readIsToldToTheSenderAndCounted() {
    two.toBob(sendToBob("unread"));
    assertThat(two.bob.store.chat(TwoParties.ALICE).orElseThrow().unread()).isEqualTo(1);
    two.bob.drain("receipt");
    two.bob.take(
        new MarkRead.Read(TwoParties.ALICE, List.of(two.bob.store.messages().getFirst().id())));
    Node read = two.bob.drain("receipt").getFirst();
    assertThat(read.attribute("type")).contains("read");
    assertThat(two.bob.store.chat(TwoParties.ALICE).orElseThrow().unread()).isZero();
    two.alice.take(read.with("from", TwoParties.BOB));
    assertThat(two.alice.store.messages().getFirst().status()).isEqualTo(MessageStatus.READ);
  }
}
