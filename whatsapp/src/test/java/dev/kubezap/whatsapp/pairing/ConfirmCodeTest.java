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
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
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

/** A phone confirms a pairing code: only the one that lives, and not for ever. */
class ConfirmCodeTest {
  private static final String NUMBER = "4915112345678";
  private static final ByteString REF = ByteString.copyFromUtf8("ref");
  private static final KeyPair PHONE = Curve25519.generate(new SeededBytes(8));
  private static final KeyPair PHONE_EPHEMERAL = Curve25519.generate(new SeededBytes(9));
  private static final CodeKeyDerivation QUICK = new QuickDerivation();
  private static final ByteString WRAPPED =
      LinkCode.wrap(QUICK, "ABCD1234", PHONE_EPHEMERAL.publicKey(), new SeededBytes(10));
  private static final CodeRequest CODE =
      new CodeRequest(
          NUMBER,
          "ABCD1234",
          Curve25519.generate(new SeededBytes(6)),
          Optional.of(REF),
          NOW.plusMillis(1),
          2);
  private static final PairingAttempt ATTEMPT =
      PairingAttempt.begin(new SeededBytes(5), NOW).withRefs(List.of(ByteString.copyFromUtf8("a")));
  private static final Effect ACK =
      new Effect.Send(
          Node.of("ack")
              .with("class", "notification")
              .with("id", "n1")
              .with("to", Jid.SERVICE)
              .with("type", "link_code_companion_reg"));
  private static final Outcome ONLY_ACKNOWLEDGED = Outcome.builder().effect(ACK).build();

  private final MemoryStore store = new MemoryStore();
  private final ConfirmCode step =
      new ConfirmCode(new PairingSettings(Optional.empty(), "Chrome"), QUICK);

  private static Change put(PairingAttempt attempt) {
    return new Change.Put<>(new PairingAttemptKey(), attempt);
  }

  private void stored(CodeRequest code) {
    store(store, put(ATTEMPT.withCode(Optional.of(code))));
  }

  private static Node notification(String stage, Node... content) {
    return Node.of(
            "notification",
            Node.of("link_code_companion_reg").with("stage", stage).withChildren(content))
        .with("from", Jid.SERVICE)
        .with("type", "link_code_companion_reg")
        .with("id", "n1");
  }

  private static Node hello(ByteString ref) {
    return notification(
        "primary_hello",
        Node.of("link_code_pairing_ref", ref),
        Node.of("link_code_pairing_wrapped_primary_ephemeral_pub", WRAPPED),
        Node.of("primary_identity_pub", PHONE.publicKey().bytes()));
  }

  private Outcome told(Node stanza) {
    return decide(step, stanza, store, unpaired());
  }

  /** The secret is stored before the phone can sign with it. */
  @Test
  void aLivingCodeIsConfirmed() throws Exception {
    stored(CODE);
    SeededBytes random = new SeededBytes(1);
    LinkCode.Finish finish =
        LinkCode.finish(
            CODE.ephemeral(),
            ATTEMPT.identityKey(),
            PHONE_EPHEMERAL.publicKey(),
            PHONE.publicKey(),
            random);
    Node answer =
        Node.of(
                "iq",
                Node.of("link_code_companion_reg")
                    .with("jid", Jid.phoneNumber(NUMBER))
                    .with("stage", "companion_finish")
                    .withChildren(
                        Node.of("link_code_pairing_wrapped_key_bundle", finish.bundle()),
                        Node.of(
                            "companion_identity_public", ATTEMPT.identityKey().publicKey().bytes()),
                        Node.of("link_code_pairing_ref", REF)))
            .with("to", Jid.SERVICE)
            .with("type", "set")
            .with("xmlns", "md");
    assertThat(told(hello(REF)))
        .isEqualTo(
            Outcome.builder()
                .effect(ACK)
                .change(
                    put(
                        ATTEMPT
                            .withSecret(finish.advSecret())
                            .withCode(
                                Optional.of(
                                    new CodeRequest(
                                        NUMBER,
                                        "ABCD1234",
                                        CODE.ephemeral(),
                                        Optional.of(REF),
                                        NOW.plusMillis(1),
                                        3)))))
                .effect(new Effect.Cancel("qr"))
                .effect(new Effect.Report(new SessionChange.QrHidden()))
                .effect(
                    new Effect.Schedule(
                        "pairing-code", new ExpireCode.Due("ABCD1234"), Duration.ofMinutes(1)))
                .ask(new Ask(List.of(answer)))
                .build());
  }

  @Test
  void aDeadCodeOrAnothersIsOnlyAcknowledged() {
    stored(CODE);
    assertThat(told(hello(ByteString.copyFromUtf8("other")))).isEqualTo(ONLY_ACKNOWLEDGED);
    stored(CODE.confirmed());
    assertThat(told(hello(REF))).isEqualTo(ONLY_ACKNOWLEDGED);
    stored(new CodeRequest(NUMBER, "ABCD1234", CODE.ephemeral(), Optional.of(REF), NOW, 0));
    assertThat(told(hello(REF))).isEqualTo(ONLY_ACKNOWLEDGED);
    stored(
        new CodeRequest(
            NUMBER, "ABCD1234", CODE.ephemeral(), Optional.empty(), NOW.plusSeconds(9), 0));
    assertThat(told(hello(REF))).isEqualTo(ONLY_ACKNOWLEDGED);
  }

  @Test
  void withoutKeysOrWithUselessOnesNothingIsConfirmed() {
    stored(CODE);
    for (Node stanza :
        List.of(
            notification("primary_hello"),
            notification("primary_hello", Node.of("link_code_pairing_ref", REF)),
            notification(
                "primary_hello",
                Node.of("link_code_pairing_ref", REF),
                Node.of("link_code_pairing_wrapped_primary_ephemeral_pub", WRAPPED),
                Node.of("primary_identity_pub", ByteString.copyFrom(new byte[32]))),
            notification("another"),
            Node.of("notification")
                .with("from", Jid.SERVICE)
                .with("type", "link_code_companion_reg")
                .with("id", "n1"))) {
      assertThat(told(stanza)).isEqualTo(ONLY_ACKNOWLEDGED);
    }
    assertThat(decide(step, hello(REF), store, turn(device(3)))).isEqualTo(ONLY_ACKNOWLEDGED);
    store(store, put(ATTEMPT));
    assertThat(told(hello(REF))).isEqualTo(ONLY_ACKNOWLEDGED);
  }

  @Test
  void aCodeIsMadeAnewWhenTheServiceWantsIt() {
    stored(CODE);
    Outcome.Builder hidden =
        Outcome.builder()
            .effect(ACK)
            .change(put(ATTEMPT))
            .effect(new Effect.Report(new SessionChange.CodeHidden()));
    assertThat(told(notification("refresh_code"))).isEqualTo(hidden.build());
    assertThat(
            decide(
                new ConfirmCode(new PairingSettings(Optional.of(NUMBER), "Chrome"), QUICK),
                notification("refresh_code"),
                store,
                unpaired()))
        .isEqualTo(hidden.effect(new Effect.Enqueue(new RequestCode.Wanted(NUMBER))).build());
  }

  private Outcome finished(Reply reply) {
    return answered(step, hello(REF), 1, store, unpaired(), reply);
  }

  @Test
  void aRefusedConfirmationBeginsAnew() {
    stored(CODE);
    assertThat(finished(new Reply.Result(Node.of("iq")))).isEqualTo(Outcome.nothing());
    for (Reply no : List.of(new Reply.Missing(), new Reply.Refused(400, ""))) {
      assertThat(finished(no))
          .isEqualTo(
              Outcome.builder()
                  .change(put(ATTEMPT))
                  .effect(new Effect.Report(new SessionChange.CodeHidden()))
                  .effect(new Effect.Enqueue(new ConnectNow("pairing-code-failed")))
                  .build());
    }
    store(store, put(ATTEMPT));
    assertThat(finished(new Reply.Missing())).isEqualTo(Outcome.nothing());
  }
}
