package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Tells a sender that its messages were read, and counts the chat as read. */
public final class MarkRead implements Step<MarkRead.Read, MarkRead.Gathered> {

  /**
   * The input.
   *
   * @param chat the chat's id
   * @param messageIds ours; those of other chats, unknown ones and our own messages are ignored
   */
  public record Read(Jid chat, List<String> messageIds) {
    public Read {
      messageIds = List.copyOf(messageIds);
    }
  }

  /** What is stored. */
  public record Gathered(List<StoredMessage> messages, Optional<Chat> chat) {}

  @Override
  public Gathered gather(Work<Read> work, StateReader state, Turn turn) {
    Jid chat = work.input().chat();
    return new Gathered(
        work.input().messageIds().stream()
            .flatMap(id -> state.message(id).stream())
            .filter(message -> message.chat().equals(chat) && !message.fromMe())
            .toList(),
        state.chat(chat));
  }

  @Override
  public Outcome decide(Work<Read> work, Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    gathered
        .chat()
        .filter(chat -> chat.unread() > 0)
        .ifPresent(
            chat -> {
              int unread = Math.max(0, chat.unread() - gathered.messages().size());
              outcome.change(
                  new Change.PutChat(
                      new Chat(chat.id(), chat.lid(), chat.name(), chat.lastMessageAt(), unread)));
            });
    if (!gathered.messages().isEmpty()) {
      outcome.effect(new Effect.Send(receipt(gathered.messages(), turn)));
    }
    return outcome.effect(new Effect.Answer(gathered.messages().size())).build();
  }

  private static Node receipt(List<StoredMessage> messages, Turn turn) {
    StoredMessage first = messages.getFirst();
    boolean byLid = turn.connection().lidAddressing();
    Node receipt =
        Node.of("receipt")
            .with("to", byLid ? first.chatLid().orElse(first.chat()) : first.chat())
            .with("id", first.stanzaId())
            .with("type", "read")
            .with("t", turn.now().getEpochSecond());
    if (messages.size() == 1) {
      return receipt;
    }
    List<Node> items =
        messages.stream()
            .skip(1)
            .map(message -> Node.of("item").with("id", message.stanzaId()))
            .toList();
    return receipt.withChildren(Node.of("list").withChildren(items));
  }
}
