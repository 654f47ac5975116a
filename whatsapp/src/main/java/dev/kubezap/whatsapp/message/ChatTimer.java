package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.TimerContent;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.Optional;

/**
 * After what time messages of a direct chat disappear. Either side sets it for both; the service
 * tells it to nobody but by the messages themselves. What counts is the service's time of the
 * message that tells it, since a sender may claim any.
 */
final class ChatTimer {

  private ChatTimer() {}

  /** One side has set it. */
  static Outcome set(
      TimerContent timer, Optional<Chat> stored, Jid id, Optional<Jid> lid, Instant at, Turn turn) {
    Chat chat =
        stored
            .filter(known -> known.id().equals(id))
            .orElseGet(() -> new Chat(id, lid, Optional.empty(), at, 0));
    ChatSettings next = chat.settings().withTimer(new ChatSettings.Timer(timer.after(), at));
    if (next.equals(chat.settings())) {
      return Outcome.nothing();
    }
    Chat kept = chat.with(next);
    return Outcome.builder()
        .change(new Change.PutChat(kept))
        .change(new Change.Append(turn.newId(), turn.now(), new AccountEvent.ChatUpdated(kept)))
        .build();
  }

  /**
   * The settings with what a message of the chat tells by the time after which it disappears
   * itself: its sender's app has known it. A message that tells none says nothing: not every client
   * adds it.
   */
  static ChatSettings told(ChatSettings settings, StoredMessage message) {
    boolean another =
        message.chat().isUser()
            && message.content() instanceof Composable content
            && content
                .context()
                .expiresAfter()
                .filter(TimerContent::isSetting)
                .filter(after -> !settings.disappearing().equals(Optional.of(after)))
                .isPresent();
    return another
        ? settings.withTimer(
            new ChatSettings.Timer(
                ((Composable) message.content()).context().expiresAfter().orElseThrow(),
                message.timestamp()))
        : settings;
  }
}
