package dev.kubezap.whatsapp.pairing;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.PrimaryEphemeralIdentity;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows from each message of an exchange, and from those that come at the wrong time. */
class PasskeyDecisionsTest {
  private static final PairingSettings SETTINGS =
      new PairingSettings(Optional.empty(), "Chrome (Linux)");
  private static final PairingAttempt SHOWING =
      PairingAttempt.begin(new SeededBytes(5), NOW)
          .withRefs(List.of(ByteString.copyFromUtf8("ref")));
  private static final PasskeyExchange DEMANDED =
      new PasskeyExchange("{}", NOW, new PasskeyExchange.Stage.Demanded());
  private static final ByteString NONCE = ByteString.copyFrom(new byte[32]);
  private static final Outcome NOT_DEMANDED =
      answer(
          new ServiceAnswer.Impossible<Done>(
              "passkey-not-demanded", "WhatsApp does not wait for a passkey of this session."));

  private final MemoryStore store = new MemoryStore();

  private void stored(PairingAttempt attempt) {
    store(store, put(attempt));
  }

  private static Change put(PairingAttempt attempt) {
    return new Change.Put<>(new PairingAttemptKey(), attempt);
  }

  private static Outcome answer(ServiceAnswer<?> answer) {
    return Outcome.builder().effect(new Effect.Answer(answer)).build();
  }

  private static PasskeyExchange.Stage.Proved proved(boolean handoff) {
    return new PasskeyExchange.Stage.Proved(
        Curve25519.generate(new SeededBytes(7)), NONCE, "3@ref", handoff);
  }

  private static PasskeyExchange.Stage.Answered answered(boolean handoff) {
    return new PasskeyExchange.Stage.Answered(
        proved(handoff), Curve25519.generate(new SeededBytes(8)).publicKey(), NONCE);
  }

  private static Node notification(String type, Node... children) {
    return Node.of("notification", children)
        .with("id", "n1")
        .with("from", "@s.whatsapp.net")
        .with("type", type);
  }

  private static Effect ack(String type) {
    return new Effect.Send(
        Node.of("ack")
            .with("class", "notification")
            .with("id", "n1")
            .with("to", "@s.whatsapp.net")
            .with("type", type));
  }

  private <I> Outcome replied(
      Step<I, Optional<PairingAttempt>> step, I input, int asked, Reply reply) {
    Work<I> work = new Work<>(input, List.of(reply), asked);
    Turn turn = unpaired();
    return step.decide(work, step.gather(work, store, turn), turn);
  }

  private static Reply result(Node... children) {
    return new Reply.Result(Node.of("iq", children));
  }

  private static final Reply REFUSED = new Reply.Refused(403, "forbidden", Duration.ZERO);

  private static List<Effect> demand(String type) {
    return List.of(
        ack(type),
        new Effect.Cancel("qr"),
        new Effect.Cancel("pairing-code"),
        new Effect.Report(SessionChange.Moved.to(Phase.AWAITING_PASSKEY, "passkey-required")),
        new Effect.Schedule("connect", new ConnectNow("passkey-expired"), Duration.ofMinutes(10)));
  }

  @Test
  void aDemandStopsTheCodesAndKeepsWhatHasToBeSigned() {
    stored(SHOWING);
    String type = "passkey_prologue_request";
    Node options = Node.of("passkey_request_options", ByteString.copyFromUtf8("{}"));
    DemandPasskey step = new DemandPasskey();
    assertThat(decide(step, notification(type, options), store, unpaired()))
        .isEqualTo(
            Outcome.builder()
                .effects(demand(type))
                .change(put(SHOWING.withPasskey(DEMANDED)))
                .build());
    Outcome onlyAcknowledged = Outcome.builder().effect(ack(type)).build();
    assertThat(decide(step, notification(type, options), store, turn(device(3))))
        .isEqualTo(onlyAcknowledged);
    assertThat(decide(step, notification(type, options), new MemoryStore(), unpaired()))
        .isEqualTo(onlyAcknowledged);
    assertThat(
            decide(
                    step,
                    notification(type, options).with("from", "1@s.whatsapp.net"),
                    store,
                    unpaired())
                .effects())
        .hasSize(1);
  }

  @Test
  void optionsThatDidNotComeAreAskedFor() {
    stored(SHOWING);
    String type = "passkey_prologue_request";
    DemandPasskey step = new DemandPasskey();
    assertThat(decide(step, notification(type), store, unpaired()))
        .isEqualTo(
            Outcome.builder()
                .effects(demand(type))
                .ask(
                    new Ask(
                        List.of(
                            Node.of("iq", Node.of("passkey_request_options"))
                                .with("to", "@s.whatsapp.net")
                                .with("type", "get")
                                .with("xmlns", "md"))))
                .build());
    Node options = Node.of("passkey_request_options", ByteString.copyFromUtf8("{}"));
    assertThat(replied(step, notification(type), 1, result(options)).changes())
        .containsExactly(put(SHOWING.withPasskey(DEMANDED)));
    Outcome later =
        Outcome.builder()
            .effect(
                new Effect.Schedule(
                    "connect", new ConnectNow("passkey-without-options"), Duration.ofSeconds(30)))
            .build();
    assertThat(replied(step, notification(type), 1, result())).isEqualTo(later);
    assertThat(replied(step, notification(type), 1, REFUSED)).isEqualTo(later);
  }

  @Test
  void aProofNeedsADemandThatLives() {
    ProvePasskey step = new ProvePasskey(SETTINGS);
    ProvePasskey.With proof = new ProvePasskey.With(NONCE, "{}");
    assertThat(decide(step, proof, store, unpaired())).isEqualTo(NOT_DEMANDED);
    stored(SHOWING);
    assertThat(decide(step, proof, store, unpaired())).isEqualTo(NOT_DEMANDED);
    stored(
        SHOWING.withPasskey(
            new PasskeyExchange(
                "{}", NOW.minus(Duration.ofMinutes(10)), new PasskeyExchange.Stage.Demanded())));
    assertThat(decide(step, proof, store, unpaired())).isEqualTo(NOT_DEMANDED);
    assertThat(proof.toString()).isEqualTo("With[hidden]");
  }

  @Test
  void afterFiveMinutesTheScannedSecretProvesNothing() {
    ProvePasskey step = new ProvePasskey(SETTINGS);
    ProvePasskey.With proof = new ProvePasskey.With(NONCE, "{}");
    Reply ref = result(Node.of("ref", ByteString.copyFromUtf8("3@ref")));
    stored(SHOWING.withPasskey(DEMANDED));
    assertThat(parts(replied(step, proof, 1, ref)))
        .containsExactly(
            "credential_id", "webauthn_assertion", "prologue_payload", "pairing_handoff_proof");
    stored(
        SHOWING.withPasskey(
            new PasskeyExchange(
                "{}", NOW.minus(Duration.ofMinutes(5)), new PasskeyExchange.Stage.Demanded())));
    assertThat(parts(replied(step, proof, 1, ref)))
        .containsExactly("credential_id", "webauthn_assertion", "prologue_payload");
    assertThat(replied(step, proof, 2, result()))
        .isEqualTo(answer(new ServiceAnswer.Given<>(new Done())));
    assertThat(replied(step, proof, 2, REFUSED))
        .isEqualTo(answer(new ServiceAnswer.Refused<Done>(403, Duration.ZERO)));
    assertThat(replied(step, proof, 1, result()).effects())
        .contains(new Effect.Enqueue(new ConnectNow("passkey-without-ref")));
  }

  private static List<String> parts(Outcome outcome) {
    return outcome
        .ask()
        .orElseThrow()
        .queries()
        .getFirst()
        .children()
        .getFirst()
        .children()
        .stream()
        .map(Node::tag)
        .toList();
  }

  @Test
  void thePhonesAnswerIsTakenOnceAndOnlyWhole() {
    ContinuePasskey step = new ContinuePasskey(SETTINGS);
    Outcome onlyAcknowledged = Outcome.builder().effect(ack("crsc_continuation")).build();
    ByteString key = Curve25519.generate(new SeededBytes(8)).publicKey().bytes();
    Node whole = continuation(key, NONCE);
    stored(SHOWING.withPasskey(DEMANDED));
    assertThat(decide(step, whole, store, unpaired())).isEqualTo(onlyAcknowledged);
    stored(SHOWING.withPasskey(DEMANDED.at(proved(false))));
    for (Node wrong :
        List.of(
            notification("crsc_continuation"),
            continuation(key.substring(1), NONCE),
            continuation(key, NONCE.substring(1)),
            notification(
                "crsc_continuation",
                Node.of("primary_ephemeral_identity", ByteString.copyFromUtf8("damage"))))) {
      assertThat(decide(step, wrong, store, unpaired())).isEqualTo(onlyAcknowledged);
    }
    assertThat(decide(step, whole, store, unpaired()).changes())
        .containsExactly(put(SHOWING.withPasskey(DEMANDED.at(answered(false)))));
    stored(SHOWING.withPasskey(DEMANDED.at(answered(false))));
    assertThat(decide(step, whole, store, unpaired())).isEqualTo(onlyAcknowledged);
  }

  private static Node continuation(ByteString key, ByteString nonce) {
    return notification(
        "crsc_continuation",
        Node.of(
            "primary_ephemeral_identity",
            PrimaryEphemeralIdentity.newBuilder()
                .setPublicKey(key)
                .setNonce(nonce)
                .build()
                .toByteString()));
  }

  @Test
  void withoutTheScannedSecretSomebodyHasToCompare() {
    ContinuePasskey step = new ContinuePasskey(SETTINGS);
    Node input = notification("crsc_continuation");
    stored(SHOWING.withPasskey(DEMANDED.at(answered(false))));
    assertThat(replied(step, input, 1, result()))
        .isEqualTo(
            Outcome.builder()
                .effect(
                    new Effect.Report(
                        SessionChange.Moved.to(Phase.AWAITING_PASSKEY, "passkey-to-be-confirmed")))
                .build());
    ConfirmPasskey confirm = new ConfirmPasskey(SETTINGS);
    Outcome confirmed = decide(confirm, new ConfirmPasskey.Compared(), store, unpaired());
    assertThat(
            confirmed.ask().orElseThrow().queries().getFirst().child("encrypted_pairing_request"))
        .isPresent();
    // The phone signs with a secret that no code showed.
    assertThat(confirmed.changes()).hasSize(1).doesNotContain(put(SHOWING));
    Outcome failed =
        Outcome.builder().effect(new Effect.Enqueue(new ConnectNow("passkey-failed"))).build();
    assertThat(replied(step, input, 1, REFUSED)).isEqualTo(failed);
    assertThat(replied(confirm, new ConfirmPasskey.Compared(), 1, REFUSED).effects())
        .contains(new Effect.Enqueue(new ConnectNow("passkey-failed")));

    stored(SHOWING.withPasskey(DEMANDED.at(answered(true))));
    assertThat(decide(confirm, new ConfirmPasskey.Compared(), store, unpaired()).effects())
        .hasSize(1);
    assertThat(replied(step, input, 1, result()).ask()).isPresent();
    assertThat(replied(step, input, 2, REFUSED)).isEqualTo(failed);
    assertThat(replied(step, input, 2, result())).isEqualTo(Outcome.nothing());
  }

  @Test
  void anExchangeSurvivesARestartOfTheSessionsThreadAndEndsWithItsConnection() {
    PairingAttemptKey key = new PairingAttemptKey();
    for (PasskeyExchange.Stage stage :
        List.of(new PasskeyExchange.Stage.Demanded(), proved(true), answered(false))) {
      PairingAttempt attempt = SHOWING.withPasskey(DEMANDED.at(stage));
      assertThat(key.decode(key.encode(attempt))).isEqualTo(attempt);
      assertThat(attempt.disconnected().passkey()).isEmpty();
      assertThat(attempt.withRefs(List.of()).passkey()).isEmpty();
      assertThat(attempt.passkey().toString()).doesNotContain("{}");
    }
  }
}
