package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.HistoryReaction;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A message that the phone tells of earlier times, under the names that are used here. */
final class HistoryMessage {
  private static final int LONGEST_ID = 128;

  /** Codes of {@code WebMessageInfo.Status}. */
  private static final int ERROR = 0;

  private static final int DELIVERED = 3;
  private static final int READ = 4;
  private static final int PLAYED = 5;

  private final WebMessageInfo info;
  private final int number;
  private final Message message;
  private final Shown content;
  private final Jid chat;
  private final Optional<Jid> chatLid;
  private final Jid sender;
  private final List<StanzaName> names;
  private final HistoryNames known;

  private HistoryMessage(
      HistoryItem.Message told,
      Message message,
      Shown content,
      Jid chat,
      Optional<Jid> chatLid,
      AccountNames author,
      HistoryNames known) {
    this.info = told.info();
    this.number = told.number();
    this.message = message;
    this.content = content;
    this.chat = chat;
    this.chatLid = chatLid;
    this.known = known;
    boolean byLid = chat.isLid() && author.lid().isPresent();
    this.sender = byLid ? author.lid().get() : author.phone().or(author::lid).orElse(chat);
    List<Jid> authors = new ArrayList<>(List.of(sender));
    author.lid().filter(lid -> !authors.contains(lid)).ifPresent(authors::add);
    this.names = StanzaName.of(chat, info.getKey().getId(), fromMe(), authors);
  }

  /** Reads it; empty for what nobody sees, or what does not say whose it is. */
  static Optional<HistoryMessage> of(HistoryItem.Message told, HistoryNames known) {
    WebMessageInfo info = told.info();
    String id = info.getKey().getId();
    Optional<Jid> named = HistoryNames.chat(told);
    if (named.isEmpty() || id.isEmpty() || id.length() > LONGEST_ID || !info.hasMessage()) {
      return Optional.empty();
    }
    Message whole = info.getMessage();
    Message inner =
        whole.hasDeviceSentMessage() ? whole.getDeviceSentMessage().getMessage() : whole;
    Message message =
        inner.hasSenderKeyDistributionMessage()
            ? inner.toBuilder().clearSenderKeyDistributionMessage().build()
            : inner;
    Content content = Contents.read(message);
    if (!(content instanceof Shown shown)) {
      return Optional.empty();
    }
    AccountNames peer = known.of(named.get());
    Jid chat = named.get().isUser() ? peer.phone().orElse(named.get()) : named.get();
    Optional<AccountNames> author = author(told, named.get(), known);
    return author.map(
        of ->
            new HistoryMessage(
                told,
                message,
                shown,
                chat,
                chat.isPhoneNumber() ? peer.lid() : Optional.empty(),
                of,
                known));
  }

  private static Optional<AccountNames> author(
      HistoryItem.Message told, Jid chat, HistoryNames known) {
    if (told.info().getKey().getFromMe()) {
      return Optional.of(known.self());
    }
    return chat.isUser() ? Optional.of(known.of(chat)) : HistoryNames.author(told).map(known::of);
  }

  private boolean fromMe() {
    return info.getKey().getFromMe();
  }

  Jid chat() {
    return chat;
  }

  /** By which names it may be stored, the one in use first. */
  List<StanzaName> names() {
    return names;
  }

  MessageKey key() {
    return info.getKey();
  }

  Message content() {
    return message;
  }

  /**
   * As it is stored.
   *
   * @param unread how many of its chat are unread: the newest ones
   */
  StoredMessage stored(int unread, Turn turn) {
    Instant at = at(turn);
    MessageStatus status =
        fromMe() ? sent() : number < unread ? MessageStatus.RECEIVED : MessageStatus.READ;
    return new StoredMessage(
        id(at, turn),
        info.getKey().getId(),
        chat,
        chatLid,
        sender,
        0,
        fromMe(),
        HistoryChat.text(info.getPushName()),
        at,
        content,
        message.toByteString(),
        status,
        status == MessageStatus.FAILED
            ? Optional.of(
                new MessageFailure(
                    "phone-failed",
                    OptionalInt.empty(),
                    "The phone could not send it; send it again."))
            : Optional.empty(),
        Map.of());
  }

  private Instant at(Turn turn) {
    Instant latest = turn.now().plus(Duration.ofDays(1));
    Instant at = HistoryChat.time(info.getMessageTimestamp()).orElse(Instant.EPOCH);
    return at.isAfter(latest) ? latest.truncatedTo(ChronoUnit.SECONDS) : at;
  }

  /** Ordered by its time, and within a second as the phone tells them: the newest first. */
  private String id(Instant at, Turn turn) {
    Instant within = at.plusNanos(1_000L * (999_999 - Math.min(number, 999_999)));
    return new Turn(within, turn.random(), turn.identity(), turn.connection()).newId();
  }

  private MessageStatus sent() {
    return switch (info.hasStatus() ? info.getStatus() : DELIVERED - 1) {
      case ERROR -> MessageStatus.FAILED;
      case DELIVERED -> MessageStatus.DELIVERED;
      case READ -> MessageStatus.READ;
      case PLAYED -> MessageStatus.PLAYED;
      default -> MessageStatus.SENT;
    };
  }

  /** The last reaction of each person. */
  List<MessageAdditions.Reaction> reactions() {
    Map<Jid, MessageAdditions.Reaction> last = new LinkedHashMap<>();
    for (HistoryReaction one : info.getReactionsList()) {
      reactor(one)
          .filter(_ -> !one.getText().isEmpty() && one.getText().length() <= LONGEST_ID)
          .ifPresent(
              by ->
                  last.put(
                      by,
                      new MessageAdditions.Reaction(
                          by,
                          Optional.of(one.getText()),
                          HistoryChat.time(one.getSenderTimestampMs() / 1_000)
                              .map(_ -> Instant.ofEpochMilli(one.getSenderTimestampMs()))
                              .orElse(Instant.EPOCH))));
    }
    return List.copyOf(last.values());
  }

  private Optional<Jid> reactor(HistoryReaction one) {
    if (one.getKey().getFromMe()) {
      return known.self().phone();
    }
    Optional<AccountNames> by =
        chat.isUser()
            ? Optional.of(known.of(chat))
            : HistoryChat.account(one.getKey().getParticipant()).filter(Jid::isUser).map(known::of);
    return by.flatMap(names -> names.phone().or(names::lid));
  }
}
