package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
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
 * {@code passkey_prologue_request}: the service wants the account's passkey before it completes the
 * pairing. That is shown, with what has to be signed; when its time is over pairing begins anew. QR
 * codes stop meanwhile, because the exchange needs this connection.
 */
public final class DemandPasskey implements AttemptStep<Node> {
  /** Lets a service that answers nothing useful rest before it is asked anew. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  @Override
  public Outcome decide(Work<Node> work, Optional<PairingAttempt> gathered, Turn turn) {
    if (gathered.isEmpty() || turn.identity().isPresent()) {
      return work.asked() == 0 ? acknowledged(work.input()).build() : Outcome.nothing();
    }
    return work.asked() == 0
        ? told(work.input(), gathered.get(), turn)
        : answered(work.replies().getFirst(), gathered.get(), turn);
  }

  private static Outcome told(Node stanza, PairingAttempt attempt, Turn turn) {
    Outcome.Builder outcome = acknowledged(stanza);
    if (stanza.jid("from").filter(Jid.SERVICE::equals).isEmpty()) {
      return outcome.build();
    }
    outcome
        .effect(new Effect.Cancel(ShownQr.TIMER))
        .effect(new Effect.Cancel(RequestCode.TIMER))
        .effect(
            new Effect.Report(SessionChange.Moved.to(Phase.AWAITING_PASSKEY, "passkey-required")))
        .effect(
            new Effect.Schedule(
                ConnectNow.TIMER, new ConnectNow("passkey-expired"), PasskeyExchange.LIFE));
    return PasskeyNodes.options(stanza)
        .map(options -> outcome.change(demanded(attempt, options, turn)).build())
        // The notification may come without them.
        .orElseGet(() -> outcome.ask(new Ask(List.of(PasskeyNodes.askOptions()))).build());
  }

  private static Outcome answered(Reply reply, PairingAttempt attempt, Turn turn) {
    Optional<String> options =
        reply instanceof Reply.Result(Node iq) ? PasskeyNodes.options(iq) : Optional.empty();
    return options
        .map(given -> Outcome.builder().change(demanded(attempt, given, turn)).build())
        .orElseGet(
            () ->
                Outcome.builder()
                    .effect(
                        new Effect.Schedule(
                            ConnectNow.TIMER, new ConnectNow("passkey-without-options"), PAUSE))
                    .build());
  }

  private static Change demanded(PairingAttempt attempt, String options, Turn turn) {
    PasskeyExchange exchange =
        new PasskeyExchange(options, turn.now(), new PasskeyExchange.Stage.Demanded());
    return new Change.Put<>(new PairingAttemptKey(), attempt.withPasskey(exchange));
  }

  private static Outcome.Builder acknowledged(Node stanza) {
    Outcome.Builder outcome = Outcome.builder();
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome;
  }
}
