package dev.kubezap.whatsapp.presence;

import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * {@code presence} and {@code chatstate}: somebody shows himself. Of those who are watched it is
 * kept and told when it is something else than before; WhatsApp tells of others, too, who write to
 * this account.
 */
public final class NotePresence implements Step<Node, Optional<Peer>> {

  @Override
  public Optional<Peer> gather(Work<Node> work, StateReader state, Turn turn) {
    return who(work.input())
        .map(jid -> Peer.read(jid, state, turn))
        .filter(peer -> peer.watched().isPresent());
  }

  private static Optional<Jid> who(Node stanza) {
    return stanza.jid("participant").or(() -> stanza.jid("from")).filter(Jid::isUser);
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<Peer> peer, Turn turn) {
    Node stanza = work.input();
    Optional<Presence> shown = read(stanza, turn);
    if (peer.isEmpty() || shown.isEmpty()) {
      return Outcome.builder().effect(new Effect.Count(stanza.tag(), "ignored")).build();
    }
    Peer.Watched before = peer.get().watched().orElseThrow();
    boolean same = before.shown().last().filter(shown.get()::says).isPresent();
    if (same) {
      return Outcome.nothing();
    }
    Jid id = peer.get().id();
    Jid chat = stanza.jid("from").filter(Jid::isGroup).orElse(id);
    return Outcome.builder()
        .change(new Change.Put<>(before.key(), new WatchedKey.Shown(shown)))
        .change(
            new Change.Append(
                turn.newId(), turn.now(), new AccountEvent.PresenceUpdated(chat, id, shown.get())))
        .build();
  }

  private static Optional<Presence> read(Node stanza, Turn turn) {
    if (stanza.is("presence")) {
      boolean away = stanza.has("type", "unavailable");
      // "deny" is what those send who hide it.
      return away || stanza.attribute("type").filter(type -> !type.equals("available")).isEmpty()
          ? Optional.of(
              new Presence(
                  away ? Presence.State.UNAVAILABLE : Presence.State.AVAILABLE,
                  stanza.time("last"),
                  turn.now()))
          : Optional.empty();
    }
    if (stanza.child("paused").isPresent()) {
      return Optional.of(new Presence(Presence.State.PAUSED, Optional.empty(), turn.now()));
    }
    return stanza
        .child("composing")
        .map(
            composing ->
                new Presence(
                    composing.has("media", "audio")
                        ? Presence.State.RECORDING
                        : Presence.State.COMPOSING,
                    Optional.empty(),
                    turn.now()));
  }
}
