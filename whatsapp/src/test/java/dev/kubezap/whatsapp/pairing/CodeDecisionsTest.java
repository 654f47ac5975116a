package dev.kubezap.whatsapp.pairing;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.PairingCodeResult;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairing codes: who gets one, how long it lives, what takes it away. */
class CodeDecisionsTest {
  private static final String NUMBER = "4915112345678";
  private static final ByteString REF = ByteString.copyFromUtf8("ref");
  private static final PairingAttempt ATTEMPT =
      PairingAttempt.begin(new SeededBytes(5), NOW).withRefs(List.of(ByteString.copyFromUtf8("a")));
  private static final CodeRequest ASKED =
      new CodeRequest(
          NUMBER,
          "ABCD1234",
          Curve25519.generate(new SeededBytes(6)),
          Optional.empty(),
          NOW.plusSeconds(60),
          0);
  private static final CodeRequest LIVING = ASKED.withRef(REF);
  private static final SessionSnapshot.PairingCode SHOWN =
      new SessionSnapshot.PairingCode("ABCD-1234", NOW.plusSeconds(60));
  private static final CodeKeyDerivation QUICK = new QuickDerivation();
  private static final Reply.Result DONE = new Reply.Result(Node.of("iq"));

  private final MemoryStore store = new MemoryStore();

  private static PairingSettings settings(String... number) {
    return new PairingSettings(List.of(number).stream().findFirst(), "Chrome (Linux)");
  }

  private static PairingAttempt with(CodeRequest code) {
    return ATTEMPT.withCode(Optional.of(code));
  }

  private void stored(PairingAttempt attempt) {
    store(store, put(attempt));
  }

  private static Change put(PairingAttempt attempt) {
    return new Change.Put<>(new PairingAttemptKey(), attempt);
  }

  private static Outcome says(PairingCodeResult result) {
    return Outcome.builder().effect(new Effect.Answer(result)).build();
  }

  private Outcome wanted(String number, String... configured) {
    return decide(
        new RequestCode(settings(configured), QUICK),
        new RequestCode.Wanted(number),
        store,
        unpaired());
  }

  private Outcome told(Reply reply, String... configured) {
    return answered(
        new RequestCode(settings(configured), QUICK),
        new RequestCode.Wanted("+" + NUMBER),
        1,
        store,
        unpaired(),
        reply);
  }

  @Test
  void mostRequestsAreRefusedHere() {
    stored(ATTEMPT);
    assertThat(
            decide(
                new RequestCode(settings(), QUICK),
                new RequestCode.Wanted(NUMBER),
                store,
                turn(device(3))))
        .isEqualTo(says(new PairingCodeResult.AlreadyPaired()));
    assertThat(wanted("0151"))
        .isEqualTo(
            says(
                new PairingCodeResult.Refused(
                    0, "Give the number in international form, such as +4915112345678.")));
    assertThat(wanted(NUMBER, "4900000000"))
        .isEqualTo(
            says(
                new PairingCodeResult.Refused(
                    0, "This session may only be linked to +4900000000.")));
    stored(ATTEMPT.disconnected());
    assertThat(wanted(NUMBER)).isEqualTo(says(new PairingCodeResult.NotConnected()));
    assertThat(
            decide(
                new RequestCode(settings(), QUICK),
                new RequestCode.Wanted(NUMBER),
                new MemoryStore(),
                unpaired()))
        .isEqualTo(says(new PairingCodeResult.NotConnected()));
  }

  @Test
  void aLivingCodeIsGivenAgainToItsNumberOnly() {
    stored(with(LIVING));
    assertThat(wanted(NUMBER, NUMBER)).isEqualTo(says(new PairingCodeResult.Issued(SHOWN)));
    assertThat(wanted("4915199999999").ask()).isPresent();
    stored(with(ASKED));
    assertThat(wanted(NUMBER).ask()).isPresent();
    stored(with(new CodeRequest(NUMBER, "ABCD1234", LIVING.ephemeral(), Optional.of(REF), NOW, 0)));
    assertThat(wanted(NUMBER).ask()).isPresent();
  }

  /** The phone must find the code stored when it confirms it. */
  @Test
  void aNewCodeIsStoredAndAskedFor() {
    stored(ATTEMPT);
    Outcome outcome = wanted("+" + NUMBER);
    store(store, outcome.changes());
    CodeRequest made =
        store.read(new PairingAttemptKey()).flatMap(PairingAttempt::code).orElseThrow();
    assertThat(made.phoneNumber()).isEqualTo(NUMBER);
    assertThat(made.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(3)));
    assertThat(made.ref()).isEmpty();
    assertThat(made.confirmations()).isZero();
    Node query = outcome.ask().orElseThrow().queries().getFirst();
    Node hello = query.child("link_code_companion_reg").orElseThrow();
    ByteString wrapped =
        hello
            .child("link_code_pairing_wrapped_companion_ephemeral_pub")
            .flatMap(Node::bytes)
            .orElseThrow();
    assertThat(LinkCode.unwrap(QUICK, made.code(), wrapped))
        .isEqualTo(made.ephemeral().publicKey());
    assertThat(query)
        .isEqualTo(
            Node.of(
                    "iq",
                    Node.of("link_code_companion_reg")
                        .with("jid", Jid.phoneNumber(NUMBER))
                        .with("stage", "companion_hello")
                        .with("should_show_push_notification", "true")
                        .withChildren(
                            Node.of("link_code_pairing_wrapped_companion_ephemeral_pub", wrapped),
                            Node.of(
                                "companion_server_auth_key_pub",
                                ATTEMPT.noiseKey().publicKey().bytes()),
                            Node.of("companion_platform_id", ByteString.copyFromUtf8("1")),
                            Node.of(
                                "companion_platform_display",
                                ByteString.copyFromUtf8("Chrome (Linux)")),
                            Node.of("link_code_pairing_nonce", ByteString.copyFrom(new byte[1]))))
                .with("to", Jid.SERVICE)
                .with("type", "set")
                .with("xmlns", "md"));
    assertThat(outcome)
        .isEqualTo(Outcome.builder().change(put(with(made))).ask(new Ask(List.of(query))).build());
  }

  @Test
  void anIssuedCodeIsShownUntilItsEnd() {
    stored(with(ASKED));
    Node iq =
        Node.of("iq", Node.of("link_code_companion_reg", Node.of("link_code_pairing_ref", REF)));
    assertThat(told(new Reply.Result(iq)))
        .isEqualTo(
            Outcome.builder()
                .change(put(with(LIVING)))
                .effect(new Effect.Report(new SessionChange.CodeShown(SHOWN)))
                .effect(
                    new Effect.Schedule(
                        "pairing-code", new ExpireCode.Due("ABCD1234"), Duration.ofSeconds(60)))
                .effect(new Effect.Answer(new PairingCodeResult.Issued(SHOWN)))
                .build());
    stored(ATTEMPT);
    assertThat(told(new Reply.Result(iq))).isEqualTo(says(new PairingCodeResult.NotConnected()));
  }

  @ParameterizedTest
  @CsvSource({"400,check the number", "403,by code", "429,some minutes", "452,QR code", "7,7 no"})
  void aRefusedCodeIsForgotten(int code, String why) {
    stored(with(ASKED));
    Outcome outcome = told(new Reply.Refused(code, "no"));
    PairingCodeResult.Refused answer =
        (PairingCodeResult.Refused) ((Effect.Answer) outcome.effects().getFirst()).value();
    assertThat(answer.whatsappCode()).isEqualTo(code);
    assertThat(answer.detail()).contains(why);
    assertThat(outcome).isEqualTo(Outcome.builder().change(put(ATTEMPT)).add(says(answer)).build());
    assertThat(told(new Reply.Refused(code, "no"), NUMBER).effects())
        .containsExactly(
            new Effect.Answer(answer),
            new Effect.Report(
                SessionChange.Moved.to(Phase.AWAITING_PAIRING, "pairing-code-refused")),
            new Effect.Schedule(
                "pairing-code", new RequestCode.Wanted(NUMBER), Duration.ofMinutes(1)));
  }

  @Test
  void silenceAndNonsenseForgetTheCodeToo() {
    stored(with(ASKED));
    assertThat(told(new Reply.Missing(), NUMBER))
        .isEqualTo(
            Outcome.builder()
                .change(put(ATTEMPT))
                .add(says(new PairingCodeResult.NotConnected()))
                .build());
    assertThat(told(DONE))
        .isEqualTo(
            Outcome.builder()
                .change(put(ATTEMPT))
                .add(says(new PairingCodeResult.Refused(0, "the answer names no pairing")))
                .build());
  }

  private Outcome expired(String code, String... configured) {
    return decide(
        new ExpireCode(settings(configured)), new ExpireCode.Due(code), store, unpaired());
  }

  private static Outcome gone(boolean connects) {
    Outcome.Builder outcome =
        Outcome.builder()
            .change(put(ATTEMPT))
            .effect(new Effect.Report(new SessionChange.CodeHidden()));
    return connects
        ? outcome.effect(new Effect.Enqueue(new ConnectNow("pairing-code-expired"))).build()
        : outcome.build();
  }

  @Test
  void anExpiredCodeIsHidden() {
    stored(with(LIVING));
    assertThat(expired("ABCD1234")).isEqualTo(gone(false));
    assertThat(expired("ABCD1234", NUMBER)).isEqualTo(gone(true));
    assertThat(expired("ANOTHER1")).isEqualTo(Outcome.nothing());
    assertThat(
            decide(
                new ExpireCode(settings()), new ExpireCode.Due("ABCD1234"), store, turn(device(3))))
        .isEqualTo(Outcome.nothing());
    stored(with(LIVING.confirmed()));
    assertThat(expired("ABCD1234")).isEqualTo(gone(true));
    stored(with(LIVING).showing(1));
    assertThat(expired("ABCD1234").effects())
        .contains(new Effect.Enqueue(new ConnectNow("pairing-code-expired")));
    stored(ATTEMPT);
    assertThat(expired("ABCD1234")).isEqualTo(Outcome.nothing());
  }
}
