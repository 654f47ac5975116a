package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.PairingCodeResult;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.crypto.Curve25519;
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
 * Asks the service for a pairing code, for a caller or because the settings name a phone number.
 */
public final class RequestCode implements AttemptStep<RequestCode.Wanted> {
  /** The timer of the code's end, and of another try. */
  static final String TIMER = "pairing-code";

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final String REFUSED = "pairing-code-refused";

  private final PairingSettings settings;
  private final CodeKeyDerivation derivation;

  /**
   * A code is wanted.
   *
   * @param phoneNumber digits, with or without a leading plus
   */
  public record Wanted(String phoneNumber) {}

  public RequestCode(PairingSettings settings) {
    this(settings, CodeKeyDerivation.OF_PHONES);
  }

  RequestCode(PairingSettings settings, CodeKeyDerivation derivation) {
    this.settings = settings;
    this.derivation = derivation;
  }

  @Override
  public Outcome decide(Work<Wanted> work, Optional<PairingAttempt> gathered, Turn turn) {
    if (turn.identity().isPresent()) {
      return answer(new PairingCodeResult.AlreadyPaired());
    }
    Optional<String> number = PhoneNumbers.digits(work.input().phoneNumber());
    if (number.isEmpty()) {
      return refused("Give the number in international form, such as +4915112345678.");
    }
    if (settings.phoneNumber().isPresent() && !settings.phoneNumber().equals(number)) {
      return refused("This session may only be linked to +" + settings.phoneNumber().get() + ".");
    }
    if (gathered.isEmpty() || gathered.get().refs().isEmpty()) {
      return answer(new PairingCodeResult.NotConnected());
    }
    return work.asked() == 0
        ? ask(number.get(), gathered.get(), turn)
        : answered(work.replies().getFirst(), gathered.get(), turn);
  }

  private Outcome ask(String number, PairingAttempt attempt, Turn turn) {
    Optional<CodeRequest> living =
        attempt
            .code()
            .filter(code -> code.ref().isPresent() && code.phoneNumber().equals(number))
            .filter(code -> code.expiresAt().isAfter(turn.now()));
    if (living.isPresent()) {
      return answer(new PairingCodeResult.Issued(shown(living.get())));
    }
    CodeRequest request =
        new CodeRequest(
            number,
            LinkCode.generate(turn.random()),
            Curve25519.generate(turn.random()),
            Optional.empty(),
            turn.now().plus(CodeRequest.LIFE),
            0);
    Node hello =
        LinkCodeNodes.hello(
            request,
            attempt.noiseKey().publicKey(),
            settings.linkCodeName(),
            LinkCode.wrap(
                derivation, request.code(), request.ephemeral().publicKey(), turn.random()));
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), attempt.withCode(Optional.of(request))))
        .ask(new Ask(List.of(hello)))
        .build();
  }

  private Outcome answered(Reply reply, PairingAttempt attempt, Turn turn) {
    if (attempt.code().isEmpty()) {
      return answer(new PairingCodeResult.NotConnected());
    }
    return switch (reply) {
      case Reply.Result(Node iq) ->
          iq.child(LinkCodeNodes.REGISTRATION)
              .flatMap(registration -> registration.child(LinkCodeNodes.REF))
              .flatMap(Node::bytes)
              .map(ref -> issued(attempt, attempt.code().get().withRef(ref), turn))
              .orElseGet(() -> dropped(attempt, 0, "the answer names no pairing"));
      case Reply.Refused(int code, String text, Duration _) ->
          dropped(attempt, code, detail(code, text));
      case Reply.Missing _ ->
          Outcome.builder()
              .add(forget(attempt))
              .add(answer(new PairingCodeResult.NotConnected()))
              .build();
    };
  }

  private static Outcome issued(PairingAttempt attempt, CodeRequest request, Turn turn) {
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), attempt.withCode(Optional.of(request))))
        .effect(new Effect.Report(new SessionChange.CodeShown(shown(request))))
        .effect(
            new Effect.Schedule(
                TIMER,
                new ExpireCode.Due(request.code()),
                Duration.between(turn.now(), request.expiresAt())))
        .add(answer(new PairingCodeResult.Issued(shown(request))))
        .build();
  }

  private Outcome dropped(PairingAttempt attempt, int code, String detail) {
    Outcome.Builder outcome =
        Outcome.builder()
            .add(forget(attempt))
            .add(answer(new PairingCodeResult.Refused(code, detail)));
    if (settings.phoneNumber().isPresent()) {
      outcome
          .effect(new Effect.Report(SessionChange.Moved.to(Phase.AWAITING_PAIRING, REFUSED)))
          .effect(new Effect.Schedule(TIMER, new Wanted(settings.phoneNumber().get()), RETRY));
    }
    return outcome.build();
  }

  private static Outcome forget(PairingAttempt attempt) {
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), attempt.withCode(Optional.empty())))
        .build();
  }

  private static SessionSnapshot.PairingCode shown(CodeRequest request) {
    return new SessionSnapshot.PairingCode(request.shown(), request.expiresAt());
  }

  private static Outcome refused(String detail) {
    return answer(new PairingCodeResult.Refused(0, detail));
  }

  private static Outcome answer(PairingCodeResult result) {
    return Outcome.builder().effect(new Effect.Answer(result)).build();
  }

  private static String detail(int code, String text) {
    return switch (code) {
      case 400 ->
          "WhatsApp refuses codes for this number now: check the number, or wait some minutes.";
      case 403 -> "WhatsApp does not let this number link a device by code.";
      case 429 -> "Too many codes were asked for; wait some minutes.";
      case 452 -> "WhatsApp does not offer pairing codes for this number; scan the QR code.";
      default -> "WhatsApp refused the code with " + code + " " + text + "; try again later.";
    };
  }
}
