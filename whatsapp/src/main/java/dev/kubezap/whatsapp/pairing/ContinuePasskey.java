package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.PrimaryEphemeralIdentity;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * {@code crsc_continuation}: the phone has taken the proof and sent its half. This device keeps its
 * promise of a nonce; then it sends its keys, at once when the phone saw its code, else after
 * {@link ConfirmPasskey}.
 */
public final class ContinuePasskey implements AttemptStep<Node> {
  private final PairingSettings settings;

  public ContinuePasskey(PairingSettings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<PairingAttempt> gathered, Turn turn) {
    Optional<PasskeyExchange.Stage> stage =
        gathered
            .filter(attempt -> turn.identity().isEmpty())
            .flatMap(PairingAttempt::passkey)
            .map(PasskeyExchange::stage);
    if (work.asked() == 0) {
      Outcome.Builder outcome = Outcome.builder();
      Acknowledgement.of(work.input()).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
      // It needs an own proof; another's, or a second one, is nothing to this device.
      if (stage.isPresent() && stage.get() instanceof PasskeyExchange.Stage.Proved proved) {
        answer(work.input(), proved)
            .ifPresent(answered -> outcome.add(promiseKept(gathered.orElseThrow(), answered)));
      }
      return outcome.build();
    }
    if (stage.isEmpty() || !(stage.get() instanceof PasskeyExchange.Stage.Answered answered)) {
      return Outcome.nothing();
    }
    if (!(work.replies().getFirst() instanceof Reply.Result)) {
      return failed();
    }
    if (work.asked() > 1) {
      // The service completes the pairing by itself now.
      return Outcome.nothing();
    }
    return answered.proved().handoff()
        ? keys(gathered.orElseThrow(), answered, settings.platform(), turn).build()
        : Outcome.builder()
            .effect(
                new Effect.Report(
                    SessionChange.Moved.to(Phase.AWAITING_PASSKEY, "passkey-to-be-confirmed")))
            .build();
  }

  private static Optional<PasskeyExchange.Stage.Answered> answer(
      Node stanza, PasskeyExchange.Stage.Proved proved) {
    Optional<ByteString> encoded =
        stanza
            .child("primary_ephemeral_identity")
            .filter(child -> stanza.jid("from").filter(Jid.SERVICE::equals).isPresent())
            .flatMap(Node::bytes);
    if (encoded.isEmpty()) {
      return Optional.empty();
    }
    try {
      PrimaryEphemeralIdentity phone = PrimaryEphemeralIdentity.parseFrom(encoded.get());
      return phone.getPublicKey().size() == PublicKey.LENGTH
              && phone.getNonce().size() == PasskeyHandshake.NONCE
          ? Optional.of(
              new PasskeyExchange.Stage.Answered(
                  proved, new PublicKey(phone.getPublicKey()), phone.getNonce()))
          : Optional.empty();
    } catch (InvalidProtocolBufferException unreadable) {
      return Optional.empty();
    }
  }

  private static Outcome promiseKept(
      PairingAttempt attempt, PasskeyExchange.Stage.Answered answered) {
    PasskeyExchange exchange = attempt.passkey().orElseThrow().at(answered);
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), attempt.withPasskey(exchange)))
        .ask(new Ask(List.of(PasskeyNodes.nonce(answered.proved().nonce()))))
        .build();
  }

  /**
   * Sends this device's keys with a new secret, which is stored before the phone can use it. Should
   * nothing follow, the next code is shown with that secret.
   */
  static Outcome.Builder keys(
      PairingAttempt attempt, PasskeyExchange.Stage.Answered answered, int platform, Turn turn) {
    ByteString secret = ByteString.copyFrom(turn.random().next(PairingAttempt.SECRET_LENGTH));
    try {
      ByteString request =
          PasskeyHandshake.request(answered, platform, attempt, secret, turn.random());
      return Outcome.builder()
          .change(new Change.Put<>(new PairingAttemptKey(), attempt.withSecret(secret)))
          .ask(new Ask(List.of(PasskeyNodes.request(request))));
    } catch (InvalidKeyException none) {
      return Outcome.builder().add(failed());
    }
  }

  /** The exchange cannot go on: pairing begins anew, over another connection. */
  static Outcome failed() {
    return Outcome.builder().effect(new Effect.Enqueue(new ConnectNow("passkey-failed"))).build();
  }
}
