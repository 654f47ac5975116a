package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code link_code_companion_reg}: somebody typed the code on a phone, or it has to be made anew.
 * The secret that this makes is stored before the phone can use it. A notification without keys
 * belongs to another way of pairing and is only acknowledged.
 */
public final class ConfirmCode implements AttemptStep<Node> {
  /** Without a pairing after this time the code is dead (PROTOCOL-2026 4). */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PairingSettings settings;
  private final CodeKeyDerivation derivation;

  public ConfirmCode(PairingSettings settings) {
    this(settings, CodeKeyDerivation.OF_PHONES);
  }

  ConfirmCode(PairingSettings settings, CodeKeyDerivation derivation) {
    this.settings = settings;
    this.derivation = derivation;
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<PairingAttempt> gathered, Turn turn) {
    Optional<CodeRequest> code = gathered.flatMap(PairingAttempt::code);
    if (work.asked() > 0) {
      return work.replies().getFirst() instanceof Reply.Result || code.isEmpty()
          ? Outcome.nothing()
          : abandon(gathered.get());
    }
    Outcome.Builder outcome = Outcome.builder();
    Acknowledgement.of(work.input()).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    Optional<Node> registration = work.input().child(LinkCodeNodes.REGISTRATION);
    if (registration.isEmpty() || code.isEmpty() || turn.identity().isPresent()) {
      return outcome.build();
    }
    if (registration.get().has("stage", "refresh_code")) {
      return outcome.add(renew(gathered.get())).build();
    }
    if (registration.get().has("stage", "primary_hello")) {
      confirm(registration.get(), gathered.get(), code.get(), turn).ifPresent(outcome::add);
    }
    return outcome.build();
  }

  private Optional<Outcome> confirm(
      Node registration, PairingAttempt attempt, CodeRequest code, Turn turn) {
    try {
      ByteString ref = registration.requiredChild(LinkCodeNodes.REF).requiredBytes();
      boolean ours = code.ref().filter(ref::equals).isPresent();
      boolean alive =
          code.expiresAt().isAfter(turn.now()) && code.confirmations() < CodeRequest.CONFIRMATIONS;
      if (!ours || !alive) {
        return Optional.empty();
      }
      PublicKey phoneEphemeral =
          LinkCode.unwrap(
              derivation,
              code.code(),
              registration
                  .requiredChild("link_code_pairing_wrapped_primary_ephemeral_pub")
                  .requiredBytes(LinkCode.WRAPPED));
      PublicKey phoneIdentity =
          PublicKey.parse(registration.requiredChild("primary_identity_pub").requiredBytes());
      LinkCode.Finish finish =
          LinkCode.finish(
              code.ephemeral(),
              attempt.identityKey(),
              phoneEphemeral,
              phoneIdentity,
              turn.random());
      return Optional.of(confirmed(attempt, code, ref, finish));
    } catch (MalformedStanzaException | InvalidKeyException withoutKeys) {
      return Optional.empty();
    }
  }

  private static Outcome confirmed(
      PairingAttempt attempt, CodeRequest code, ByteString ref, LinkCode.Finish finish) {
    PairingAttempt next =
        attempt.withSecret(finish.advSecret()).withCode(Optional.of(code.confirmed()));
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), next))
        .effect(new Effect.Cancel(ShownQr.TIMER))
        .effect(new Effect.Report(new SessionChange.QrHidden()))
        .effect(new Effect.Schedule(RequestCode.TIMER, new ExpireCode.Due(code.code()), PATIENCE))
        .ask(
            new Ask(
                List.of(
                    LinkCodeNodes.finish(
                        code, attempt.identityKey().publicKey(), finish.bundle(), ref))))
        .build();
  }

  private Outcome renew(PairingAttempt attempt) {
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(new PairingAttemptKey(), attempt.withCode(Optional.empty())))
            .effect(new Effect.Report(new SessionChange.CodeHidden()));
    settings
        .phoneNumber()
        .ifPresent(number -> outcome.effect(new Effect.Enqueue(new RequestCode.Wanted(number))));
    return outcome.build();
  }

  private static Outcome abandon(PairingAttempt attempt) {
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), attempt.withCode(Optional.empty())))
        .effect(new Effect.Report(new SessionChange.CodeHidden()))
        .effect(new Effect.Enqueue(new ConnectNow("pairing-code-failed")))
        .build();
  }
}
