package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.content.TimerContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Instant;
import java.util.Optional;

/**
 * What an earlier version kept unread sets after what time messages of a chat disappear; hides the
 * package's own types from the signature.
 */
public final class UnreadTimer {
  private final TimerContent timer;
  private final Node stanza;
  private final Origin origin;
  private final Optional<Chat> stored;
  private final Jid chat;
  private final boolean placeholder;

  UnreadTimer(
      TimerContent timer,
      Node stanza,
      Origin origin,
      Optional<Chat> stored,
      Jid chat,
      boolean placeholder) {
    this.timer = timer;
    this.stanza = stanza;
    this.origin = origin;
    this.stored = stored;
    this.chat = chat;
    this.placeholder = placeholder;
  }

  /**
   * @param keptAt when it was kept, for a stanza that tells no time
   */
  Outcome decide(Instant keptAt, Turn turn) {
    Instant at = stanza.time("t").orElse(keptAt);
    return ChatTimer.told(timer, stanza, origin, stored, chat, placeholder, at, turn);
  }
}
