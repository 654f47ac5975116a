package dev.kubezap.whatsapp.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.token.IssueToken;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a contact gave goes along with every message to it, and it is given ours. */
class PrivacyTokenTest {
  private final TwoParties two = new TwoParties(9);

  private Node notification(Jid from, String token, Duration age) {
    return Node.of(
            "notification",
            Node.of(
                "tokens",
                Node.of("token", ByteString.copyFromUtf8(token))
                    .with("type", "trusted_contact")
                    .with("t", two.alice.now.minus(age).getEpochSecond())))
        .with("from", from)
        .with("type", "privacy_token")
        .with("id", "N1");
  }

  private Node sent(Jid to) {
    two.alice.send(to, "hello");
    return two.alice.drain("message").getFirst();
  }

  private static Optional<String> token(Node message) {
    return message.child("tctoken").flatMap(Node::bytes).map(ByteString::toStringUtf8);
  }

  @Test
  void everyMessageCarriesTheNewestToken() {
    assertThat(token(sent(TwoParties.BOB))).isEmpty();
    two.alice.take(notification(TwoParties.BOB, "first", Duration.ofDays(2)));
    assertThat(two.alice.drain("ack")).hasSize(1);
    assertThat(token(sent(TwoParties.BOB))).contains("first");
    two.alice.take(notification(TwoParties.BOB, "older", Duration.ofDays(3)));
    assertThat(token(sent(TwoParties.BOB))).contains("first");
    two.alice.take(notification(TwoParties.BOB, "newer", Duration.ofDays(1)));
    assertThat(token(sent(TwoParties.BOB_LID))).contains("newer");
  }

  @Test
  void expiredTokenStaysBehind() {
    two.alice.take(notification(TwoParties.BOB, "old", Duration.ofDays(29)));
    assertThat(token(sent(TwoParties.BOB))).isEmpty();
    two.alice.take(notification(TwoParties.BOB, "good", Duration.ofDays(20)));
    assertThat(token(sent(TwoParties.BOB))).contains("good");
  }

  @Test
  void retriesCarryItToo() {
    two.alice.take(notification(TwoParties.BOB, "token", Duration.ZERO));
    Node first = sent(TwoParties.BOB);
    two.alice.take(
        Node.of("receipt", Node.of("retry").with("count", 1))
            .with("id", first.attribute("id").orElseThrow())
            .with("from", TwoParties.BOB)
            .with("type", "retry"));
    assertThat(token(two.alice.drain("message").getFirst())).contains("token");
  }

  @Test
  void tokenMovesToTheLidWhenItIsKnown() {
    two.alice.take(notification(TwoParties.BOB, "by number", Duration.ofDays(1)));
    assertThat(two.alice.store.read(new PrivacyTokenKey(TwoParties.BOB))).isPresent();
    two.alice.take(
        notification(TwoParties.BOB, "by both", Duration.ZERO)
            .with("sender_lid", TwoParties.BOB_LID));
    assertThat(two.alice.store.read(new PrivacyTokenKey(TwoParties.BOB))).isEmpty();
    assertThat(two.alice.store.read(new PrivacyTokenKey(TwoParties.BOB_LID)))
        .map(PrivacyToken::bytes)
        .contains(ByteString.copyFromUtf8("by both"));
    assertThat(token(sent(TwoParties.BOB))).contains("by both");
  }

  @Test
  void oursIsIssuedOnceAWeek() {
    sent(TwoParties.BOB);
    sent(TwoParties.BOB);
    assertThat(two.issued).hasSize(1);
    assertThat(two.issued.getFirst().jid("jid")).contains(TwoParties.BOB);
    assertThat(two.issued.getFirst().attribute("type")).contains("trusted_contact");
    two.alice.now = two.alice.now.plus(Duration.ofDays(8));
    sent(TwoParties.BOB);
    sent(TwoParties.BOB);
    assertThat(two.issued).hasSize(2);
  }

  @Test
  void failureIsRepeatedWithALaterMessage() {
    two.takesTokens = false;
    sent(TwoParties.BOB);
    sent(TwoParties.BOB);
    assertThat(two.issued).hasSize(1);
    two.takesTokens = true;
    two.alice.now = two.alice.now.plus(Duration.ofHours(2));
    sent(TwoParties.BOB);
    sent(TwoParties.BOB);
    assertThat(two.issued).hasSize(2);
  }

  @Test
  void refusedMessageIsNotSentAgainAndIssuesNothingTwice() {
    Node message = sent(TwoParties.BOB);
    two.alice.take(
        Node.of("ack")
            .with("class", "message")
            .with("id", message.attribute("id").orElseThrow())
            .with("error", 463));
    assertThat(two.alice.drain("message")).isEmpty();
    assertThat(two.issued).hasSize(1);
  }

  @Test
  void contactWithANewPhoneGetsTheSameOnceMore() {
    two.alice.take(new IssueToken.To(TwoParties.BOB, true));
    assertThat(two.issued).isEmpty();
    sent(TwoParties.BOB);
    two.alice.now = two.alice.now.plus(Duration.ofHours(5));
    two.alice.take(new IssueToken.To(TwoParties.BOB, true));
    assertThat(two.issued)
        .extracting(node -> node.attribute("t").orElseThrow())
        .hasSize(2)
        .containsOnly(two.issued.getFirst().attribute("t").orElseThrow());
  }

  @Test
  void nothingIsIssuedToOneself() {
    sent(TwoParties.ALICE);
    assertThat(two.issued).isEmpty();
  }

  @Test
  void storedFormIsReadBack() {
    PrivacyToken token =
        new PrivacyToken(
            ByteString.copyFromUtf8("t"),
            Instant.ofEpochSecond(7),
            Optional.of(Instant.ofEpochSecond(8)),
            Optional.empty());
    PrivacyTokenKey key = new PrivacyTokenKey(TwoParties.BOB);
    assertThat(key.decode(key.encode(token))).isEqualTo(token);
    assertThat(List.of(token)).asString().doesNotContain("\"t\"");
  }
}
