package dev.kubezap.whatsapp.token;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.account.Properties;
import dev.kubezap.whatsapp.account.PropertiesKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tokens between a contact and us: whose counts, when ours is due, what is forgotten. */
class TokenDecisionsTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final Jid BOB = Jid.phoneNumber("491522222222");
  private static final Jid BOB_LID = Jid.lid("222000");
  private static final ByteString BYTES = ByteString.copyFromUtf8("token");
  private static final Reply DONE = new Reply.Result(Node.of("iq"));

  /** Buckets of ten seconds; one is good for this and the next. */
  private static final TokenBuckets SHORT = new TokenBuckets(10, 2);

  private final MemoryStore store = new MemoryStore();

  private static Instant at(long seconds) {
    return Instant.ofEpochSecond(seconds);
  }

  private static PrivacyToken received(ByteString bytes, Instant at) {
    return new PrivacyToken(bytes, at, Optional.empty(), Optional.empty());
  }

  private static Change put(Jid contact, PrivacyToken token) {
    return new Change.Put<>(new PrivacyTokenKey(contact), token);
  }

  private static Change known(Map<Integer, String> values) {
    return new Change.Put<>(new PropertiesKey(), new Properties("h", values));
  }

  /** PROTOCOL-2026 2: a token lasts to the end of its last bucket. */
  @Test
  void aTokenIsGoodForItsBucketsAndNotASecondLonger() {
    assertThat(SHORT.isExpired(at(30), at(49))).isFalse();
    assertThat(SHORT.isExpired(at(30), at(50))).isTrue();
    assertThat(SHORT.isLongExpired(at(30), at(69))).isFalse();
    assertThat(SHORT.isLongExpired(at(30), at(70))).isTrue();
    assertThat(SHORT.isLater(at(39), at(30))).isFalse();
    assertThat(SHORT.isLater(at(40), at(39))).isTrue();
    assertThat(received(BYTES, at(30)).valid(SHORT, at(49))).contains(BYTES);
    assertThat(received(BYTES, at(30)).valid(SHORT, at(50))).isEmpty();
    assertThat(PrivacyToken.NONE.valid(SHORT, Instant.EPOCH)).isEmpty();
  }

  @Test
  void theServiceSaysHowLongBucketsAre() {
    assertThat(TokenBuckets.received(Properties.NONE)).isEqualTo(new TokenBuckets(604_800, 4));
    assertThat(TokenBuckets.sent(Properties.NONE)).isEqualTo(new TokenBuckets(604_800, 4));
    Properties told = new Properties("h", Map.of(865, "10", 909, "2", 996, "0", 997, "0"));
    assertThat(TokenBuckets.received(told)).isEqualTo(SHORT);
    assertThat(TokenBuckets.sent(told)).isEqualTo(new TokenBuckets(1, 1));
  }

  @Test
  void onlyANewerTokenOrTheFirstIsTaken() {
    ByteString other = ByteString.copyFromUtf8("other");
    PrivacyToken known = received(BYTES, at(30)).issued(at(3)).asked(at(4));
    assertThat(known.received(other, at(29))).isEqualTo(known);
    assertThat(known.received(other, at(30)).bytes()).isEqualTo(other);
    PrivacyToken onlyOurs = PrivacyToken.NONE.issued(at(90));
    assertThat(onlyOurs.received(BYTES, at(-1)).bytes()).isEqualTo(BYTES);
    PrivacyToken later = received(other, at(31));
    PrivacyToken both = new PrivacyToken(other, at(31), Optional.of(at(3)), Optional.of(at(4)));
    assertThat(known.or(later)).isEqualTo(both);
    assertThat(later.or(known)).isEqualTo(both);
    assertThat(known.or(received(other, at(30))).bytes()).isEqualTo(BYTES);
  }

  @Test
  void oursIsDueOnceInABucketAndAFailureAnHourLater() {
    assertThat(PrivacyToken.NONE.mayIssue(SHORT, at(40))).isTrue();
    assertThat(PrivacyToken.NONE.issued(at(30)).mayIssue(SHORT, at(39))).isFalse();
    assertThat(PrivacyToken.NONE.issued(at(30)).mayIssue(SHORT, at(40))).isTrue();
    PrivacyToken tried = PrivacyToken.NONE.asked(at(30));
    assertThat(tried.mayIssue(SHORT, at(30 + 3_599))).isFalse();
    assertThat(tried.mayIssue(SHORT, at(30 + 3_600))).isTrue();
  }

  private static Node query(Jid to, Instant at) {
    return Node.of(
            "iq",
            Node.of(
                "tokens",
                Node.of("token")
                    .with("jid", to)
                    .with("t", at.getEpochSecond())
                    .with("type", "trusted_contact")))
        .with("to", Jid.SERVICE)
        .with("type", "set")
        .with("xmlns", "privacy");
  }

  private Outcome issued(Jid to, boolean again) {
    return decide(new IssueToken(), new IssueToken.To(to, again), store, online(DEVICE));
  }

  /** That it was tried is stored before it is asked: a crash does not ask twice. */
  @Test
  void aContactIsGivenOursByItsNumberUnlessTheServiceWantsTheLid() {
    assertThat(issued(BOB, false))
        .isEqualTo(
            Outcome.builder()
                .change(put(BOB, PrivacyToken.NONE.asked(NOW)))
                .ask(new Ask(List.of(query(BOB, NOW))))
                .build());
    store(
        store,
        new Change.Put<>(new LidOfPhone(BOB), BOB_LID),
        new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    Outcome moved =
        Outcome.builder()
            .change(put(BOB_LID, PrivacyToken.NONE.asked(NOW)))
            .change(new Change.Remove(new PrivacyTokenKey(BOB)))
            .ask(new Ask(List.of(query(BOB, NOW))))
            .build();
    assertThat(issued(BOB_LID, false)).isEqualTo(moved);
    store(store, known(Map.of(14303, "1")));
    assertThat(issued(BOB, false).ask()).contains(new Ask(List.of(query(BOB_LID, NOW))));
    assertThat(issued(Jid.lid("9"), false).ask())
        .contains(new Ask(List.of(query(Jid.lid("9"), NOW))));
    assertThat(issued(Jid.phoneNumber("49"), false).ask())
        .contains(new Ask(List.of(query(Jid.phoneNumber("49"), NOW))));
  }

  @Test
  void nobodyElseIsGivenOne() {
    for (Jid other : List.of(Jid.group("1-2"), Jid.phoneNumber("0"))) {
      assertThat(issued(other, false)).isEqualTo(Outcome.nothing());
    }
    assertThat(decide(new IssueToken(), IssueToken.To.after(BOB), store, turn(DEVICE)))
        .isEqualTo(Outcome.nothing());
    store(store, put(BOB, PrivacyToken.NONE.issued(NOW)));
    assertThat(issued(BOB, false)).isEqualTo(Outcome.nothing());
    assertThat(IssueToken.To.after(BOB.withDevice(3))).isEqualTo(new IssueToken.To(BOB, false));
  }

  /** What it had is lost with its phone. */
  @Test
  void aNewPhoneGetsTheSameOnceMoreWhileItIsGood() {
    assertThat(issued(BOB, true)).isEqualTo(Outcome.nothing());
    Instant before = NOW.minus(Duration.ofDays(3));
    store(store, put(BOB, PrivacyToken.NONE.issued(before)));
    assertThat(issued(BOB, true))
        .isEqualTo(Outcome.builder().ask(new Ask(List.of(query(BOB, before)))).build());
    store(store, put(BOB, PrivacyToken.NONE.issued(NOW.minus(Duration.ofDays(29)))));
    assertThat(issued(BOB, true)).isEqualTo(Outcome.nothing());
  }

  private Outcome settled(boolean again, Reply reply) {
    return answered(
        new IssueToken(), new IssueToken.To(BOB, again), 1, store, online(DEVICE), reply);
  }

  @Test
  void itCountsAsIssuedFromWhenItWasAsked() {
    PrivacyToken asked = PrivacyToken.NONE.asked(NOW.minusSeconds(2));
    store(store, put(BOB, asked));
    Outcome counted = Outcome.builder().effect(new Effect.Count("token", "issued")).build();
    assertThat(settled(false, DONE))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Count("token", "issued"))
                .change(put(BOB, asked.issued(NOW.minusSeconds(2))))
                .build());
    assertThat(settled(true, DONE)).isEqualTo(counted);
    assertThat(settled(false, new Reply.Missing()))
        .isEqualTo(Outcome.builder().effect(new Effect.Count("token", "not-issued")).build());
  }

  private static Node given(Node... tokens) {
    return Node.of("notification", Node.of("tokens", tokens))
        .with("from", BOB)
        .with("type", "privacy_token")
        .with("id", "n1");
  }

  private static Node token(ByteString bytes) {
    return Node.of("token", bytes).with("type", "trusted_contact").with("t", 30);
  }

  private Outcome told(Node notification) {
    return decide(new StoreToken(), notification, store, online(DEVICE));
  }

  private static Outcome stored(Node notification, Change... changes) {
    return Outcome.builder()
        .changes(List.of(changes))
        .effect(new Effect.Count("token", "received"))
        .effect(new Effect.Send(Acknowledgement.of(notification).orElseThrow()))
        .build();
  }

  @Test
  void aTokenThatIsGivenIsStored() {
    Node one = given(token(BYTES));
    assertThat(told(one)).isEqualTo(stored(one, put(BOB, received(BYTES, at(30)))));
    Node untimed = given(Node.of("token", BYTES).with("type", "trusted_contact"));
    assertThat(told(untimed)).isEqualTo(stored(untimed, put(BOB, received(BYTES, NOW))));
    Node byLid = one.with("sender_lid", BOB_LID.withDevice(2));
    assertThat(told(byLid))
        .isEqualTo(
            stored(
                byLid,
                put(BOB_LID, received(BYTES, at(30))),
                new Change.Remove(new PrivacyTokenKey(BOB))));
    Node wrong = one.with("sender_lid", Jid.phoneNumber("49"));
    assertThat(told(wrong)).isEqualTo(stored(wrong, put(BOB, received(BYTES, at(30)))));
    ByteString longest = ByteString.copyFrom(new byte[1_024]);
    Node largest = given(token(longest));
    assertThat(told(largest)).isEqualTo(stored(largest, put(BOB, received(longest, at(30)))));
  }

  @Test
  void whatIsNoTokenIsOnlyAcknowledged() {
    for (Node nothing :
        List.of(
            given(),
            given(token(ByteString.EMPTY)),
            given(token(ByteString.copyFrom(new byte[1_025]))),
            given(token(BYTES).with("type", "another")),
            given(token(BYTES)).with("from", Jid.group("1-2")))) {
      assertThat(told(nothing)).isEqualTo(stored(nothing));
    }
    store(store, put(BOB, received(BYTES, at(31))));
    assertThat(told(given(token(BYTES)))).isEqualTo(stored(given(token(BYTES))));
  }

  @Test
  void aNewIdentityOfAPhoneAsksForOurTokenAgain() {
    Effect again = new Effect.Enqueue(new IssueToken.To(BOB, true));
    Node changed = Node.of("notification", Node.of("identity")).with("from", BOB).with("id", "n1");
    IdentityChanged step = new IdentityChanged();
    assertThat(decide(step, changed, store, online(DEVICE)).effects()).contains(again).hasSize(2);
    assertThat(decide(step, changed, store, online(DEVICE)).changes()).isNotEmpty();
    for (Node other :
        List.of(
            changed.with("from", BOB.withDevice(4)),
            changed.with("from", Jid.group("1-2")),
            changed.withChildren(Node.of("count")))) {
      assertThat(decide(step, other, store, online(DEVICE)).effects()).hasSize(1);
    }
  }

  private static PrivacyToken past() {
    return received(BYTES, NOW.minus(Duration.ofDays(90)));
  }

  private Outcome pruned(String after) {
    return decide(new PruneTokens(), new PruneTokens.Due(after), store, turn(DEVICE));
  }

  private static Effect next(String after, Duration delay) {
    return new Effect.Schedule("prune-tokens", new PruneTokens.Due(after), delay);
  }

  @Test
  void whatIsPastOnBothSidesIsForgottenDaily() {
    PrivacyToken[] kept = {
      past().issued(NOW.minus(Duration.ofDays(3))),
      past().asked(NOW.minus(Duration.ofDays(3))),
      received(BYTES, NOW.minus(Duration.ofDays(29)))
    };
    for (int i = 0; i < kept.length; i++) {
      store(store, put(Jid.lid("1" + i), kept[i]));
    }
    store(
        store,
        put(BOB_LID, past().issued(NOW.minus(Duration.ofDays(90)))),
        put(BOB, PrivacyToken.NONE));
    Outcome outcome = pruned("");
    assertThat(outcome.changes())
        .containsExactlyInAnyOrder(
            new Change.Remove(new PrivacyTokenKey(BOB_LID)),
            new Change.Remove(new PrivacyTokenKey(BOB)));
    assertThat(outcome.effects()).containsExactly(next("", Duration.ofDays(1)));
    assertThat(PruneTokens.Due.first()).isEqualTo(next("", Duration.ofHours(1)));
  }

  @Test
  void aFullPageIsFollowedByTheNext() {
    for (int i = 0; i < 200; i++) {
      store(store, put(Jid.lid(Integer.toString(1_000 + i)), past()));
    }
    assertThat(pruned("").changes()).hasSize(200);
    assertThat(pruned("").effects()).containsExactly(next("1199@lid", Duration.ZERO));
    assertThat(pruned("1000@lid").changes()).hasSize(199);
    assertThat(pruned("1000@lid").effects()).containsExactly(next("", Duration.ofDays(1)));
  }

  @Test
  void storedTokensComeBackAsTheyWere() {
    PrivacyTokenKey key = new PrivacyTokenKey(BOB);
    PrivacyToken full = received(BYTES, at(30)).issued(at(31)).asked(at(32));
    for (PrivacyToken token : List.of(full, received(BYTES, at(30)), PrivacyToken.NONE)) {
      assertThat(key.decode(key.encode(token))).isEqualTo(token);
    }
    assertThat(key.kind() + "/" + key.name()).isEqualTo("privacy-token/" + BOB);
    assertThatThrownBy(() -> key.decode(ByteString.copyFrom(new byte[] {-1})))
        .isInstanceOf(StoredStateException.class);
  }
}
