package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.message.UnsentMessages;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;

/**
 * A caller ends the link: the server is told when it can be reached, the device is forgotten in any
 * case.
 */
final class LoggingOut implements SessionStep<LogOut, UnsentMessages> {
  /** How long the server may take to confirm; the device is forgotten here all the same. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What the caller gets. */
  record Done() {}

  @Override
  public UnsentMessages gather(Work<LogOut> work, StateReader state, Turn turn) {
    return UnsentMessages.read(state);
  }

  @Override
  public Outcome decide(Work<LogOut> work, UnsentMessages unsent, SessionState session, Turn turn) {
    if (work.asked() == 0 && session.phase() == Phase.CONNECTED && turn.identity().isPresent()) {
      return Outcome.builder().ask(new Ask(List.of(removal(turn.ownJid())), PATIENCE)).build();
    }
    if (!unsent.complete()) {
      return DeviceRemoval.page(unsent, turn);
    }
    return Outcome.builder()
        .effect(new Effect.Disconnect())
        .add(DeviceRemoval.device(unsent, turn))
        .add(DeviceRemoval.because("requested"))
        .effect(new Effect.Answer(new Done()))
        .build();
  }

  private static Node removal(Jid own) {
    Node remove =
        Node.of("remove-companion-device").with("jid", own).with("reason", "user_initiated");
    return Node.of("iq", remove).with("to", Jid.SERVICE).with("type", "set").with("xmlns", "md");
  }
}
