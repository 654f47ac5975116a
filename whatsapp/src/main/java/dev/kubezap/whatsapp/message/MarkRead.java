package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a sender that its messages were read, or played as well, and counts the chat as read. What
 * is played without having been read is told as both, as a phone does. Each receipt is stored until
 * the server acknowledges it: without a connection, and when one is lost, it leaves after the next
 * log-in.
 */
public final class MarkRead implements Step<MarkRead.Read, MarkRead.Gathered> {

  /**
   * The input.
   *
   * @param chat the chat's id
   * @param messageIds ours; those of other chats, unknown ones and our own messages are ignored
   * @param played whether they were listened to or looked at, beyond being read
   */
  public record Read(Jid chat, List<String> messageIds, boolean played) {
    public Read {
      messageIds = List.copyOf(messageIds);
    }

    /** What was read and no more. */
    public Read(Jid chat, List<String> messageIds) {
      this(chat, messageIds, false);
    }
  }

  /**
   * What is stored.
   *
   * @param messages those that came in
   * @param to whom a receipt goes to
   * @param participants who is named in a receipt for what each sender wrote, in a group
   * @param told the stanza ids of messages whose read receipt is under way
   * @param toldPlayed the same of receipts for what was played
   */
  public record Gathered(
      List<StoredMessage> messages,
      Optional<Chat> chat,
      Jid to,
      Map<Jid, Jid> participants,
      Set<String> told,
      Set<String> toldPlayed) {
    public Gathered {
      messages = List.copyOf(messages);
      participants = Map.copyOf(participants);
      told = Set.copyOf(told);
      toldPlayed = Set.copyOf(toldPlayed);
    }

    Optional<Jid> participant(StoredMessage message) {
      return Optional.ofNullable(participants.get(message.sender()));
    }
  }

  @Override
  public Gathered gather(Work<Read> work, StateReader state, Turn turn) {
    Jid id = work.input().chat();
    List<String> ids = work.input().messageIds().stream().distinct().toList();
    Map<String, StoredMessage> found = state.messages(ids);
    List<StoredMessage> messages =
        ids.stream()
            .flatMap(message -> Optional.ofNullable(found.get(message)).stream())
            .filter(message -> message.chat().equals(id) && !message.fromMe())
            .toList();
    Optional<Chat> chat = state.chat(id);
    Jid to = to(id, chat, messages, state, turn);
    Map<Jid, Jid> participants = id.isUser() ? Map.of() : participants(messages, state);
    return new Gathered(
        messages,
        chat,
        to,
        participants,
        told(to, participants, messages, false, state),
        work.input().played() ? told(to, participants, messages, true, state) : Set.of());
  }

  /** Members go by their LID, where one is known (PROTOCOL-2026 3). */
  private static Map<Jid, Jid> participants(List<StoredMessage> messages, StateReader state) {
    Map<Jid, Jid> participants = new LinkedHashMap<>();
    for (StoredMessage message : messages) {
      Jid sender = message.sender();
      participants.computeIfAbsent(
          sender, any -> any.isPhoneNumber() ? state.read(new LidOfPhone(any)).orElse(any) : any);
    }
    return participants;
  }

  private static Jid to(
      Jid id, Optional<Chat> chat, List<StoredMessage> messages, StateReader state, Turn turn) {
    // What the connection knows of the account is stored, too, for the time without one.
    boolean byLid = turn.connection().lidAddressing() || AccountKey.read(state).lidAddressing();
    Stream<Jid> lids =
        Stream.concat(
            chat.flatMap(Chat::lid).stream(),
            messages.stream().flatMap(message -> message.chatLid().stream()));
    return byLid ? lids.findFirst().orElse(id) : id;
  }

  private static Set<String> told(
      Jid to,
      Map<Jid, Jid> participants,
      List<StoredMessage> messages,
      boolean played,
      StateReader state) {
    List<ReadReceiptKey> keys =
        messages.stream()
            .map(
                message ->
                    ReadReceiptKey.of(
                        to,
                        Optional.ofNullable(participants.get(message.sender())),
                        message.stanzaId(),
                        played))
            .distinct()
            .toList();
    return keys.isEmpty()
        ? Set.of()
        : state.read(keys).values().stream()
            .flatMap(receipt -> ((ReadReceiptKey.Receipt) receipt).stanzaIds().stream())
            .collect(Collectors.toSet());
  }

  /**
   * Notes that a message that came in was read or played; nothing when that is noted already.
   *
   * @param next read or played
   */
  static List<Change> moved(StoredMessage message, MessageStatus next) {
    return message.status().mayBecome(next) && !message.fromMe()
        ? List.of(new Change.MoveMessage(message.withStatus(next, Optional.empty())))
        : List.of();
  }

  @Override
  public Outcome decide(Work<Read> work, Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    boolean played = work.input().played();
    MessageStatus next = played ? MessageStatus.PLAYED : MessageStatus.READ;
    outcome.changes(
        gathered.messages().stream().flatMap(message -> moved(message, next).stream()).toList());
    int counted = (int) gathered.messages().stream().filter(MarkRead::isUnread).count();
    gathered
        .chat()
        .filter(chat -> chat.unread() > 0 && counted > 0)
        .ifPresent(
            chat -> {
              int unread = Math.max(0, chat.unread() - counted);
              outcome.change(
                  new Change.PutChat(
                      chat.withUnread(unread).with(chat.settings().withMarkedUnread(false))));
            });
    tell(
        message ->
            message.status() != MessageStatus.READ
                && message.status() != MessageStatus.PLAYED
                && !gathered.told().contains(message.stanzaId()),
        false,
        gathered,
        turn,
        outcome);
    if (played) {
      tell(
          message ->
              message.status() != MessageStatus.PLAYED
                  && !gathered.toldPlayed().contains(message.stanzaId()),
          true,
          gathered,
          turn,
          outcome);
    }
    return outcome.effect(new Effect.Answer(gathered.messages().size())).build();
  }

  private static boolean isUnread(StoredMessage message) {
    return message.status().mayBecome(MessageStatus.READ);
  }

  /** Stores the receipts for these messages, and has them leave when they can. */
  private static void tell(
      Predicate<StoredMessage> which,
      boolean played,
      Gathered gathered,
      Turn turn,
      Outcome.Builder outcome) {
    // In a group each member is told of its own messages.
    Map<Optional<Jid>, List<String>> shown = new LinkedHashMap<>();
    for (StoredMessage message : gathered.messages()) {
      // A channel is told of views alone, by other receipts.
      if (!message.chat().isNewsletter() && which.test(message)) {
        List<String> ids =
            shown.computeIfAbsent(gathered.participant(message), any -> new ArrayList<>());
        if (!ids.contains(message.stanzaId())) {
          ids.add(message.stanzaId());
        }
      }
    }
    shown.forEach(
        (participant, ids) -> {
          ReadReceiptKey.Receipt receipt =
              new ReadReceiptKey.Receipt(gathered.to(), participant, ids, turn.now(), played);
          outcome.change(new Change.Put<>(receipt.key(), receipt));
          if (turn.connection().online()) {
            outcome.effect(new Effect.Send(receipt.node(turn.behaviour().sendsReadReceipts())));
          }
        });
  }
}
