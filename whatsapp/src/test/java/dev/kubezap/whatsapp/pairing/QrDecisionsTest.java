package dev.kubezap.whatsapp.pairing;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** QR codes: what they say, how long, and when they stop. */
class QrDecisionsTest {
  private static final PairingAttempt BLANK = PairingAttempt.begin(new SeededBytes(5), NOW);
  private static final PairingAttempt SHOWING =
      BLANK.withRefs(List.of(ByteString.copyFromUtf8("a"), ByteString.copyFromUtf8("b")));
  private static final CodeRequest CODE =
      new CodeRequest(
          "4915112345678",
          "ABCD1234",
          Curve25519.generate(new SeededBytes(6)),
          Optional.of(ByteString.copyFromUtf8("ref")),
          NOW.plusSeconds(60),
          0);
  private static final PairingSettings BY_QR = new PairingSettings(Optional.empty(), "Chrome");
  private static final PairingSettings BY_CODE =
      new PairingSettings(Optional.of("4915112345678"), "Chrome");

  private final MemoryStore store = new MemoryStore();

  private void stored(PairingAttempt attempt) {
    store(store, put(attempt));
  }

  private static Change put(PairingAttempt attempt) {
    return new Change.Put<>(new PairingAttemptKey(), attempt);
  }

  private static Effect report(SessionChange change) {
    return new Effect.Report(change);
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static List<Effect> shown(PairingAttempt attempt, String ref, int seconds, int next) {
    String text =
        "https://wa.me/settings/linked_devices#"
            + ref
            + ","
            + base64(attempt.noiseKey().publicKey().bytes())
            + ","
            + base64(attempt.identityKey().publicKey().bytes())
            + ","
            + base64(attempt.advSecret())
            + ",1";
    return List.of(
        report(
            new SessionChange.QrShown(new SessionSnapshot.Qr(text, NOW, NOW.plusSeconds(seconds)))),
        new Effect.Schedule("qr", new RotateQr.Due(next), Duration.ofSeconds(seconds)));
  }

  private static Node offer(Node... refs) {
    return Node.of("iq", Node.of("pair-device", refs))
        .with("from", Jid.SERVICE)
        .with("type", "set")
        .with("id", "i1");
  }

  private static final Effect RESULT =
      new Effect.Send(
          Node.of("iq").with("to", Jid.SERVICE).with("type", "result").with("id", "i1"));

  private static Node ref(String name) {
    return Node.of("ref", ByteString.copyFromUtf8(name));
  }

  @Test
  void offersAreRecognised() {
    assertThat(OfferPairing.wants(offer())).isTrue();
    assertThat(OfferPairing.wants(offer().with("type", "get"))).isFalse();
    assertThat(OfferPairing.wants(Node.of("iq").with("type", "set"))).isFalse();
    assertThat(OfferPairing.wants(Node.of("ib", Node.of("pair-device")).with("type", "set")))
        .isFalse();
  }

  @Test
  void anOfferIsAnsweredAndItsFirstRefShown() {
    stored(BLANK.showing(3).withCode(Optional.of(CODE)));
    OfferPairing step = new OfferPairing(BY_QR);
    Effect moved = report(SessionChange.Moved.to(Phase.AWAITING_PAIRING));
    Outcome.Builder expected = Outcome.builder().effect(RESULT).change(put(SHOWING)).effect(moved);
    Node offer = offer(ref("a"), Node.of("other"), ref("b"));
    assertThat(decide(step, offer, store, unpaired()))
        .isEqualTo(expected.effects(shown(SHOWING, "a", 60, 1)).build());
    // Nothing to be shown, and nothing that a linked device or nobody's attempt needs.
    assertThat(decide(step, offer(), store, unpaired()))
        .isEqualTo(Outcome.builder().effect(RESULT).change(put(BLANK)).effect(moved).build());
    Outcome onlyAnswered = Outcome.builder().effect(RESULT).build();
    assertThat(decide(step, offer, store, turn(device(3)))).isEqualTo(onlyAnswered);
    assertThat(decide(step, offer, new MemoryStore(), unpaired())).isEqualTo(onlyAnswered);
  }

  @Test
  void aConfiguredNumberAsksForACodeAndSaysWhoWasRefused() {
    PairingAttempt refused = BLANK.refused("wrong-phone-number", BLANK.advSecret());
    stored(refused);
    assertThat(decide(new OfferPairing(BY_CODE), offer(ref("a")), store, unpaired()))
        .isEqualTo(
            Outcome.builder()
                .effect(RESULT)
                .change(put(refused.withRefs(List.of(ByteString.copyFromUtf8("a")))))
                .effect(
                    report(SessionChange.Moved.to(Phase.AWAITING_PAIRING, "wrong-phone-number")))
                .effect(new Effect.Enqueue(new RequestCode.Wanted("4915112345678")))
                .build());
  }

  private Outcome rotate(int next) {
    return decide(new RotateQr(), new RotateQr.Due(next), store, unpaired());
  }

  @Test
  void eachCodeFollowsTheOneBefore() {
    stored(SHOWING);
    PairingAttempt second = SHOWING.showing(1);
    assertThat(rotate(1))
        .isEqualTo(
            Outcome.builder().change(put(second)).effects(shown(second, "b", 20, 2)).build());
    assertThat(rotate(2)).isEqualTo(Outcome.nothing());
    assertThat(rotate(0)).isEqualTo(Outcome.nothing());
    assertThat(decide(new RotateQr(), new RotateQr.Due(1), store, turn(device(3))))
        .isEqualTo(Outcome.nothing());
    stored(BLANK);
    assertThat(rotate(1)).isEqualTo(Outcome.nothing());
    assertThat(decide(new RotateQr(), new RotateQr.Due(1), new MemoryStore(), unpaired()))
        .isEqualTo(Outcome.nothing());
  }

  @Test
  void afterTheLastANewConnectionBringsNewOnes() {
    PairingAttempt last = SHOWING.showing(1);
    stored(last);
    Outcome.Builder hidden =
        Outcome.builder().change(put(last.showing(2))).effect(report(new SessionChange.QrHidden()));
    assertThat(rotate(2))
        .isEqualTo(hidden.effect(new Effect.Enqueue(new ConnectNow("qr-codes-used-up"))).build());
    PairingAttempt coded = last.withCode(Optional.of(CODE));
    stored(coded);
    assertThat(rotate(2))
        .isEqualTo(
            Outcome.builder()
                .change(put(coded.showing(2)))
                .effect(report(new SessionChange.QrHidden()))
                .build());
  }

  private static Node notification(Node... content) {
    return Node.of("notification", content)
        .with("from", Jid.SERVICE)
        .with("type", "companion_reg_refresh")
        .with("id", "n1");
  }

  private static final Effect ACK =
      new Effect.Send(
          Node.of("ack")
              .with("class", "notification")
              .with("id", "n1")
              .with("to", Jid.SERVICE)
              .with("type", "companion_reg_refresh"));

  private Outcome renew() {
    return decide(new RenewSecret(), notification(), store, unpaired());
  }

  private PairingAttempt next(Outcome outcome) {
    store(store, outcome.changes());
    return store.read(new PairingAttemptKey()).orElseThrow();
  }

  @Test
  void aUsedSecretIsReplaced() {
    stored(SHOWING);
    Outcome outcome = renew();
    PairingAttempt next = next(outcome);
    assertThat(next.advSecret()).isNotEqualTo(SHOWING.advSecret());
    assertThat(next).isEqualTo(SHOWING.withSecret(next.advSecret()));
    assertThat(outcome)
        .isEqualTo(
            Outcome.builder()
                .effect(ACK)
                .change(put(next))
                .effects(shown(next, "a", 60, 1))
                .build());
    for (PairingAttempt unseen :
        List.of(BLANK, SHOWING.showing(2), SHOWING.withCode(Optional.of(CODE)))) {
      stored(unseen);
      Outcome quiet = renew();
      assertThat(quiet).isEqualTo(Outcome.builder().effect(ACK).change(put(next(quiet))).build());
      assertThat(next(quiet).advSecret()).isNotEqualTo(unseen.advSecret());
    }
  }

  /** The phone is about to sign with it. */
  @Test
  void theSecretOfAConfirmedCodeStays() {
    Outcome onlyAcknowledged = Outcome.builder().effect(ACK).build();
    stored(SHOWING.withCode(Optional.of(CODE.confirmed())));
    assertThat(renew()).isEqualTo(onlyAcknowledged);
    stored(SHOWING);
    assertThat(decide(new RenewSecret(), notification(), store, turn(device(3))))
        .isEqualTo(onlyAcknowledged);
    assertThat(decide(new RenewSecret(), notification(), new MemoryStore(), unpaired()))
        .isEqualTo(onlyAcknowledged);
  }

  @Test
  void aRefusalAndALostConnectionTakeAwayWhatWasShown() {
    PairingAttempt full = SHOWING.showing(1).withCode(Optional.of(CODE));
    assertThat(full.disconnected()).isEqualTo(BLANK);
    ByteString secret = ByteString.copyFrom(new byte[32]);
    PairingAttempt refused = full.refused("why", secret);
    assertThat(refused.refusal()).contains("why");
    assertThat(refused.withRefs(SHOWING.refs()).showing(1).disconnected()).isEqualTo(refused);
    assertThat(refused.isShowing()).isFalse();
    assertThat(
            PairingAttempt.begin(
                    length ->
                        length == 2 ? new byte[] {(byte) 0xFF, (byte) 0xFE} : new byte[length],
                    NOW)
                .registrationId())
        .isEqualTo(0xFFFE % 16_380 + 1);
  }
}
