package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * Hands the service what an authenticator signed. The answer says whether the service took it; the
 * phone answers later, with {@link ContinuePasskey}. What the service refuses may be tried again
 * while the demand lives.
 */
public final class ProvePasskey implements AttemptStep<ProvePasskey.With> {
  /** The answer when no passkey is demanded. */
  public static final String NOT_DEMANDED = "passkey-not-demanded";

  private final PairingSettings settings;

  /**
   * An authenticator has signed.
   *
   * @param credentialId names the passkey
   * @param assertion what was signed and by what, as the JSON that browsers make of it
   */
  public record With(ByteString credentialId, String assertion) implements ServiceRequest<Done> {
    @Override
    public String toString() {
      return "With[hidden]";
    }
  }

  public ProvePasskey(PairingSettings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome decide(Work<With> work, Optional<PairingAttempt> gathered, Turn turn) {
    Optional<PasskeyExchange> exchange = gathered.flatMap(PairingAttempt::passkey);
    if (exchange.isEmpty() || turn.identity().isPresent()) {
      return notDemanded();
    }
    if (work.asked() == 0) {
      return exchange.get().expiresAt().isAfter(turn.now())
          ? Outcome.builder().ask(new Ask(List.of(PasskeyNodes.askRef()))).build()
          : notDemanded();
    }
    return switch (work.replies().getFirst()) {
      case Reply.Result(Node iq) when work.asked() == 1 ->
          named(work.input(), iq, gathered.get(), exchange.get(), turn);
      case Reply.Result _ -> ServiceStep.given(new Done());
      case Reply.Refused refused ->
          ServiceStep.answer(new ServiceAnswer.Refused<Done>(refused.code(), refused.retryAfter()));
      case Reply.Missing _ -> ServiceStep.answer(new ServiceAnswer.Unanswered<Done>());
    };
  }

  private Outcome named(
      With input, Node iq, PairingAttempt attempt, PasskeyExchange exchange, Turn turn) {
    Optional<String> ref =
        iq.child("ref")
            .flatMap(Node::bytes)
            .filter(bytes -> !bytes.isEmpty() && bytes.isValidUtf8())
            .map(ByteString::toStringUtf8);
    if (ref.isEmpty()) {
      return Outcome.builder()
          .add(ServiceStep.answer(new ServiceAnswer.Unanswered<Done>()))
          .effect(new Effect.Enqueue(new ConnectNow("passkey-without-ref")))
          .build();
    }
    boolean handoff = exchange.demandedAt().plus(PasskeyExchange.HANDOFF_LIFE).isAfter(turn.now());
    PasskeyExchange.Stage.Proved proved =
        new PasskeyExchange.Stage.Proved(
            Curve25519.generate(turn.random()),
            ByteString.copyFrom(turn.random().next(PasskeyHandshake.NONCE)),
            ref.get(),
            handoff);
    ByteString prologue = PasskeyHandshake.prologue(proved, settings.platform());
    Optional<ByteString> proof =
        handoff
            ? Optional.of(PasskeyHandshake.handoffProof(attempt.advSecret(), prologue))
            : Optional.empty();
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), attempt.withPasskey(exchange.at(proved))))
        .ask(
            new Ask(
                List.of(
                    PasskeyNodes.prologue(
                        input.credentialId(), input.assertion(), prologue, proof))))
        .build();
  }

  static Outcome notDemanded() {
    return ServiceStep.answer(
        new ServiceAnswer.Impossible<Done>(
            NOT_DEMANDED, "WhatsApp does not wait for a passkey of this session."));
  }
}
