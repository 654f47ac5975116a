package dev.kubezap.whatsapp.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered about the account, and what changes it. */
class AccountDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Turn TURN =
      new Turn(NOW, byte[]::new, Optional.empty(), new Turn.Link(true, true, true, false));
  private static final Account FULL =
      new Account(
          3,
          Optional.of(ByteString.copyFromUtf8("route")),
          true,
          Optional.of("Shop"),
          Optional.of(NOW.plusSeconds(60)),
          Optional.of("2.3000.7"),
          Duration.ofMillis(-1500),
          Optional.of(NOW.minusSeconds(9)),
          true);

  private static Outcome decide(AccountStep step, Node stanza, Account account) {
    return step.decide(Work.of(stanza), account, TURN);
  }

  private static Outcome remembers(Account account) {
    return Outcome.builder().change(new Change.Put<>(new AccountKey(), account)).build();
  }

  private static <V> void comesBack(RecordKey<V> key, V value) {
    assertThat(key.decode(key.encode(value))).isEqualTo(value);
    assertThatThrownBy(() -> key.decode(ByteString.copyFrom(new byte[] {-1})))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void recordsComeBackAsTheyWereStored() {
    comesBack(new AccountKey(), FULL);
    comesBack(new AccountKey(), Account.BLANK);
    comesBack(new PropertiesKey(), new Properties("hash", Map.of(7, "x", 8, "")));
    comesBack(new PropertiesKey(), Properties.NONE);
    comesBack(
        new StateOwnerKey(),
        PublicKey.of(
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5,
              6, 7, 8
            }));
  }

  /** What a database holds is found under these names only. */
  @Test
  void namesOfRecordsStay() {
    assertThat(new AccountKey().kind()).isEqualTo("account");
    assertThat(new AccountKey().name()).isEqualTo("own");
    assertThat(new PropertiesKey().kind()).isEqualTo("properties");
    assertThat(new PropertiesKey().name()).isEqualTo("own");
    assertThat(new StateOwnerKey().kind()).isEqualTo("state-owner");
    assertThat(new StateOwnerKey().name()).isEqualTo("own");
  }

  @Test
  void changesOfTheAccountLeaveTheRest() {
    assertThat(FULL.loggedIn(Duration.ofSeconds(2)).logIns()).isEqualTo(4);
    assertThat(FULL.withPushName("Other").loggedIn(FULL.serverTimeOffset()))
        .isEqualTo(
            new Account(
                4,
                FULL.routingInfo(),
                true,
                Optional.of("Other"),
                FULL.clientExpiresAt(),
                FULL.clientVersion(),
                FULL.serverTimeOffset(),
                FULL.versionCheckedAt(),
                true));
    // A version that was fetched has an end of its own, which is not known yet.
    assertThat(FULL.withClientVersion("2.3000.8").clientExpiresAt()).isEmpty();
  }

  private static Node routing(int length) {
    return Node.of(
        "ib", Node.of("edge_routing", Node.of("routing_info").withBytes(new byte[length])));
  }

  @Test
  void routingIsRememberedUpToItsLongest() {
    for (int length : new int[] {1, 512}) {
      assertThat(decide(new RememberRouting(), routing(length), FULL))
          .isEqualTo(remembers(FULL.withRoutingInfo(ByteString.copyFrom(new byte[length]))));
    }
    for (int length : new int[] {0, 513}) {
      assertThat(decide(new RememberRouting(), routing(length), FULL)).isEqualTo(Outcome.nothing());
    }
    Account same = FULL.withRoutingInfo(ByteString.copyFrom(new byte[4]));
    assertThat(decide(new RememberRouting(), routing(4), same)).isEqualTo(Outcome.nothing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true"})
  void switchesAreOnInTwoWays(String value) {
    assertThat(new Properties("", Map.of(7, value)).isOn(7)).isTrue();
    assertThat(new Properties("", Map.of(7, value)).isOn(8)).isFalse();
    assertThat(new Properties("", Map.of(7, "0")).isOn(7)).isFalse();
  }

  private static Node prop(int code, String value) {
    return Node.of("prop").with("config_code", code).with("config_value", value);
  }

  @Test
  void aWholeAnswerReplacesTheSwitchesAndAPartOfThemIsAdded() {
    Properties before = new Properties("old", Map.of(1, "a", 2, "b"));
    Node answer = Node.of("props", prop(2, "c"), Node.of("prop").with("config_code", 3));
    assertThat(before.updated(answer.with("hash", "new")))
        .isEqualTo(new Properties("new", Map.of(2, "c")));
    assertThat(before.updated(answer.with("delta_update", "true")))
        .isEqualTo(new Properties("old", Map.of(1, "a", 2, "c")));
    assertThat(before.updated(answer.with("delta_update", "false")))
        .isEqualTo(new Properties("old", Map.of(2, "c")));
    // Nothing changed.
    assertThat(before.updated(Node.of("props"))).isEqualTo(before);
  }

  private static Node expiry(Instant at) {
    return Node.of("ib", Node.of("client_expiration").with("t", at.getEpochSecond()));
  }

  @Test
  void theSoonerEndOfTheClientVersionHolds() {
    Instant known = NOW.plusSeconds(60);
    Instant sooner = NOW.plusSeconds(30);
    assertThat(decide(new NoteClientExpiry(), expiry(known.plusSeconds(9)), FULL))
        .isEqualTo(Outcome.nothing());
    assertThat(decide(new NoteClientExpiry(), expiry(sooner), FULL))
        .isEqualTo(
            Outcome.builder()
                .change(
                    new Change.Put<>(new AccountKey(), FULL.withClientExpiry(Optional.of(sooner))))
                .effect(new Effect.FetchVersion(0))
                .build());
    assertThat(decide(new NoteClientExpiry(), expiry(known), Account.BLANK).effects())
        .containsExactly(new Effect.FetchVersion(0));
  }

  @Test
  void anAnnouncementWithoutATimeIsWithdrawn() {
    Node withdrawn = Node.of("ib", Node.of("client_expiration"));
    assertThat(decide(new NoteClientExpiry(), withdrawn, FULL))
        .isEqualTo(remembers(FULL.withClientExpiry(Optional.empty())));
  }

  @Test
  void aForgottenAcknowledgementIsGivenToWhomeverTheServerNames() {
    Node missed = Node.of("ack").with("class", "message").with("id", "7");
    assertThat(
            decide(
                new AcknowledgeForgotten(),
                Node.of("stream:error", missed.with("to", "a@lid")),
                FULL))
        .isEqualTo(Outcome.builder().effect(new Effect.Send(missed.with("to", "a@lid"))).build());
    assertThat(
            decide(
                new AcknowledgeForgotten(),
                Node.of("stream:error", missed.with("from", "b@lid").with("to", "a@lid")),
                FULL))
        .isEqualTo(Outcome.builder().effect(new Effect.Send(missed.with("to", "b@lid"))).build());
    assertThat(decide(new AcknowledgeForgotten(), Node.of("stream:error", Node.of("ack")), FULL))
        .isEqualTo(Outcome.nothing());
  }

  @Test
  void marksWithoutATypeAreNotTakenBack() {
    Node stanza = Node.of("ib", Node.of("dirty").with("timestamp", 5));
    assertThat(decide(new CleanDirty(Map.of()), stanza, FULL)).isEqualTo(Outcome.nothing());
  }

  @Test
  void whatCouldNotBeParsedIsAcknowledgedWithItsCode() {
    Node stanza = Node.of("receipt").with("id", "7").with("from", "a@lid").with("type", "read");
    Node ack = Node.of("ack").with("class", "receipt").with("id", "7").with("to", "a@lid");
    assertThat(Acknowledgement.of(stanza, 487))
        .contains(ack.with("type", "read").with("error", 487));
    assertThat(Acknowledgement.of(Node.of("iq").with("id", "7").with("from", "a@lid"), 487))
        .isEmpty();
  }
}
