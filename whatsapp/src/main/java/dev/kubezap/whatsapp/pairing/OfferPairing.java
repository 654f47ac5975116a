package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * {@code pair-device}: the server is ready to link this device and gives the refs that QR codes
 * name. With a phone number in the settings a pairing code is asked for instead of showing a QR
 * code.
 */
public final class OfferPairing implements AttemptStep<Node> {
  private final PairingSettings settings;

  public OfferPairing(PairingSettings settings) {
    this.settings = settings;
  }

  /** Whether a stanza is one. */
  public static boolean wants(Node stanza) {
    return stanza.is("iq") && stanza.has("type", "set") && stanza.child("pair-device").isPresent();
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<PairingAttempt> gathered, Turn turn) {
    Node stanza = work.input();
    Outcome.Builder outcome = Outcome.builder().effect(new Effect.Send(result(stanza)));
    if (gathered.isEmpty() || turn.identity().isPresent()) {
      return outcome.build();
    }
    PairingAttempt attempt = gathered.get().withRefs(refs(stanza)).withCode(Optional.empty());
    outcome
        .change(new Change.Put<>(new PairingAttemptKey(), attempt))
        .effect(
            new Effect.Report(new SessionChange.Moved(Phase.AWAITING_PAIRING, attempt.refusal())));
    if (settings.phoneNumber().isPresent()) {
      outcome.effect(new Effect.Enqueue(new RequestCode.Wanted(settings.phoneNumber().get())));
    } else if (attempt.isShowing()) {
      outcome.effects(ShownQr.effects(attempt, turn.now()));
    }
    return outcome.build();
  }

  private static List<ByteString> refs(Node stanza) {
    return stanza.child("pair-device").stream()
        .flatMap(offer -> offer.children("ref").stream())
        .flatMap(ref -> ref.bytes().stream())
        .toList();
  }

  private static Node result(Node stanza) {
    return Node.of("iq")
        .with("to", Jid.SERVICE)
        .with("type", "result")
        .withIfPresent("id", stanza.attribute("id"));
  }
}
