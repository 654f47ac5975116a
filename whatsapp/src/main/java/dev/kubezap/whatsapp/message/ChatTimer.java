package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.SystemContent;
import dev.kubezap.whatsapp.content.TimerContent;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * After what time messages of a direct chat disappear. Either side sets it for both; the service
 * tells it to nobody but by the messages themselves. What counts is the service's time of the
 * message that tells it, since a sender may claim any.
 */
final class ChatTimer {

  private ChatTimer() {}

  /**
   * One side has set it: the chat is kept so, and a {@code system} message of it says who did it.
   *
   * @param stanza that tells it
   * @param stored the chat, when it is stored
   * @param id of the chat
   * @param placeholder whether something stands in the place of the message already
   * @param at when it was set
   */
  static Outcome told(
      TimerContent timer,
      Node stanza,
      Origin origin,
      Optional<Chat> stored,
      Jid id,
      boolean placeholder,
      Instant at,
      Turn turn) {
    Optional<Chat> known = stored.filter(chat -> chat.id().equals(id));
    Optional<Jid> lid = origin.chatLid().filter(_ -> id.equals(origin.chat()));
    Optional<Chat> next = with(timer, known, id, lid, at);
    if (next.isEmpty()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder().add(kept(next.get(), turn));
    if (!placeholder) {
      outcome.change(
          new Change.PutMessage(
              new StoredMessage(
                  turn.newId(),
                  stanza.attributes().getOrDefault("id", ""),
                  id,
                  lid,
                  origin.senderAccount(),
                  origin.sender().device(),
                  origin.fromMe(),
                  stanza.attribute("notify"),
                  at,
                  said(timer, origin.senderAccount()),
                  ByteString.EMPTY,
                  // It is no message that somebody reads.
                  origin.fromMe() ? MessageStatus.SENT : MessageStatus.READ,
                  Optional.empty(),
                  Map.of())));
    }
    return outcome.build();
  }

  /** What the chat says of it, as a group does. */
  static SystemContent said(TimerContent timer, Jid by) {
    return new SystemContent(
        "ephemeral",
        Optional.of(by),
        List.of(),
        Optional.of(Long.toString(timer.after().toSeconds())));
  }

  /** The chat with it; empty when it is kept so already, or was set to something else since. */
  static Optional<Chat> with(
      TimerContent timer, Optional<Chat> known, Jid id, Optional<Jid> lid, Instant at) {
    Instant latest = known.map(Chat::lastMessageAt).filter(at::isBefore).orElse(at);
    Chat chat =
        new Chat(
                id,
                lid.or(() -> known.flatMap(Chat::lid)),
                known.flatMap(Chat::name),
                latest,
                known.map(Chat::unread).orElse(0))
            .keptAs(known);
    ChatSettings next = chat.settings().withTimer(new ChatSettings.Timer(timer.after(), at));
    return next.equals(chat.settings()) ? Optional.empty() : Optional.of(chat.with(next));
  }

  /** The chat is stored, and told. */
  static Outcome kept(Chat chat, Turn turn) {
    return Outcome.builder()
        .change(new Change.PutChat(chat))
        .change(new Change.Append(turn.newId(), turn.now(), new AccountEvent.ChatUpdated(chat)))
        .build();
  }

  /**
   * The settings with what a message of the chat tells by the time after which it disappears
   * itself: its sender's app has known it. A message that tells none says nothing: not every client
   * adds it.
   */
  static ChatSettings shownBy(ChatSettings settings, StoredMessage message) {
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
