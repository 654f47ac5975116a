package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Erases what messages said, here alone: phones keep them. Their names stay, so that one that comes
 * again is not taken for a new one. What is still to be sent is left alone.
 */
public final class PurgeMessages implements Step<PurgeMessages.Of, PurgeMessages.Gathered> {
  private static final Set<MessageStatus> UNSENT =
      Set.of(MessageStatus.QUEUED, MessageStatus.PREPARED);

  /**
   * The input.
   *
   * @param messageIds as many as one commit takes in good time: some hundred
   */
  public record Of(List<String> messageIds) {
    public Of {
      messageIds = List.copyOf(messageIds);
    }
  }

  /** How many were erased. */
  public record Count(int purged) {}

  /** What is stored. */
  public record Gathered(List<StoredMessage> messages, Map<Jid, Chat> chats) {
    public Gathered {
      messages = List.copyOf(messages);
      chats = Map.copyOf(chats);
    }
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    List<StoredMessage> messages =
        state.messages(work.input().messageIds()).values().stream()
            .filter(message -> !message.isPurged() && !UNSENT.contains(message.status()))
            .toList();
    Map<Jid, Chat> chats = new HashMap<>();
    messages.stream()
        .map(StoredMessage::chat)
        .distinct()
        .forEach(id -> state.chat(id).ifPresent(chat -> chats.put(id, chat)));
    return new Gathered(messages, chats);
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    Map<Jid, Integer> unread = new HashMap<>();
    for (StoredMessage message : gathered.messages()) {
      outcome
          .change(new Change.PutMessage(message.purged()))
          .change(new Change.Remove(new AdditionsKey(message.id())))
          .change(new Change.Remove(new ChannelNumberKey(message.id())))
          .change(new Change.Remove(new MessageReceiptsKey(message.id())));
      if (message.status() == MessageStatus.RECEIVED && !message.type().equals("system")) {
        unread.merge(message.chat(), 1, Integer::sum);
      }
    }
    unread.forEach(
        (id, count) -> {
          Chat chat = gathered.chats().get(id);
          if (chat != null && chat.unread() > 0) {
            outcome.change(
                new Change.PutChat(
                    new Chat(
                        chat.id(),
                        chat.lid(),
                        chat.name(),
                        chat.lastMessageAt(),
                        Math.max(0, chat.unread() - count))));
          }
        });
    return outcome.effect(new Effect.Answer(new Count(gathered.messages().size()))).build();
  }
}
