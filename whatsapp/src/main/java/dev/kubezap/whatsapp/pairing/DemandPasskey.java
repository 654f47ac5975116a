package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code passkey_prologue_request}: the service wants the account's passkey before it completes the
 * pairing. That is shown; when its time is over pairing begins anew. QR codes stop meanwhile,
 * because the exchange needs this connection.
 */
public final class DemandPasskey implements AttemptStep<Node> {
  /** How long the service waits for the passkey (PROTOCOL-2026 1). */
  private static final Duration LIFE = Duration.ofMinutes(10);

  @Override
  public Outcome decide(Work<Node> work, Optional<PairingAttempt> gathered, Turn turn) {
    Node stanza = work.input();
    Outcome.Builder outcome = Outcome.builder();
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    boolean fromService = stanza.jid("from").filter(Jid.SERVICE::equals).isPresent();
    if (!fromService || gathered.isEmpty() || turn.identity().isPresent()) {
      return outcome.build();
    }
    return outcome
        .effect(new Effect.Cancel(ShownQr.TIMER))
        .effect(new Effect.Cancel(RequestCode.TIMER))
        .effect(
            new Effect.Report(SessionChange.Moved.to(Phase.AWAITING_PASSKEY, "passkey-required")))
        .effect(new Effect.Schedule(ConnectNow.TIMER, new ConnectNow("passkey-expired"), LIFE))
        .build();
  }
}
