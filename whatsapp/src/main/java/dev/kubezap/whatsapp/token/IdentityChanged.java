package dev.kubezap.whatsapp.token;

import dev.kubezap.whatsapp.device.DevicesChanged;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * {@code encrypt} with {@code identity}: a contact's phone was set up anew. It gets our token once
 * more, beside what such a change means for its devices.
 */
public final class IdentityChanged implements Step<Node, DevicesChanged.Gathered> {
  private final DevicesChanged devices = new DevicesChanged();

  @Override
  public DevicesChanged.Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    return devices.gather(work, state, turn);
  }

  @Override
  public Outcome decide(Work<Node> work, DevicesChanged.Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder().add(devices.decide(work, gathered, turn));
    Optional<Jid> from = work.input().jid("from").filter(jid -> jid.isUser() && jid.device() == 0);
    if (from.isPresent() && work.input().child("identity").isPresent()) {
      outcome.effect(new Effect.Enqueue(new IssueToken.To(from.get(), true)));
    }
    return outcome.build();
  }
}
