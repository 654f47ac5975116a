package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.DeletionContent;
import dev.kubezap.whatsapp.content.EditContent;
import dev.kubezap.whatsapp.content.MessageReference;
import dev.kubezap.whatsapp.content.PinContent;
import dev.kubezap.whatsapp.content.PollContent;
import dev.kubezap.whatsapp.content.ReactionContent;
import dev.kubezap.whatsapp.content.Sendable;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.content.VoteContent;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What this account adds to a message: what is sent, or why that cannot be. */
sealed interface OwnAddition {

  /** Phones ignore edits of older messages (PROTOCOL-2026 5, server property 2983). */
  Duration EDIT_WINDOW = Duration.ofMinutes(20);

  /** As long as the service keeps what a channel says. */
  Duration CHANNEL_WINDOW = Duration.ofDays(30);

  /** It can be sent. */
  record Made(Sendable addition) implements OwnAddition {}

  /** It cannot. */
  record Refused(ChangeResult.Refused why) implements OwnAddition {}

  /** Makes it. */
  static OwnAddition of(ChangeRequest.Kind kind, AcceptChange.Gathered gathered, Turn turn) {
    if (turn.identity().isEmpty()) {
      return refused("not-paired", "Link the session to a phone first, then try again.");
    }
    if (gathered.message().isEmpty()) {
      return refused("unknown-message", "There is no message with this id.");
    }
    StoredMessage message = gathered.message().get();
    return refusal(kind, message, gathered)
        .<OwnAddition>map(Refused::new)
        .orElseGet(
            () ->
                switch (kind) {
                  case ChangeRequest.React(Optional<String> emoji) ->
                      // Milliseconds are all that is told of it.
                      new Made(
                          new ReactionContent(
                              reference(message, gathered),
                              emoji,
                              turn.now().truncatedTo(ChronoUnit.MILLIS)));
                  case ChangeRequest.Edit(Composable content) ->
                      edit(message, gathered, content, turn);
                  case ChangeRequest.Delete _ -> deletion(message, gathered, turn);
                  case ChangeRequest.Pin(Optional<Duration> lasts) ->
                      new Made(
                          new PinContent(
                              reference(message, gathered),
                              lasts.isPresent(),
                              lasts.orElse(Duration.ZERO),
                              turn.now().truncatedTo(ChronoUnit.MILLIS)));
                  case ChangeRequest.Vote(List<String> options) ->
                      vote(message, gathered, options, turn);
                });
  }

  private static Optional<ChangeResult.Refused> refusal(
      ChangeRequest.Kind kind, StoredMessage message, AcceptChange.Gathered gathered) {
    boolean ownStatus =
        message.chat().isStatus() && message.fromMe() && kind instanceof ChangeRequest.Delete;
    boolean inChannel =
        message.chat().isNewsletter()
            && (kind instanceof ChangeRequest.React
                || kind instanceof ChangeRequest.Edit
                || kind instanceof ChangeRequest.Delete);
    if (!message.chat().isUser() && !message.chat().isGroup() && !ownStatus && !inChannel) {
      return Optional.of(
          new ChangeResult.Refused(
              "not-supported",
              message.chat().isNewsletter()
                  ? "What a channel says is reacted to, edited and deleted; nothing else is done to"
                      + " it."
                  : "This version changes messages of chats, groups and channels only, and deletes"
                      + " what this account has put into the status feed."));
    }
    if (gathered.before().deletion().isPresent()) {
      return Optional.of(
          new ChangeResult.Refused("message-deleted", "The message was deleted for everyone."));
    }
    boolean readable =
        message.content() instanceof Shown && message.status() != MessageStatus.UNDECRYPTED;
    return readable
        ? switch (message.status()) {
          case FAILED, EXPIRED, CANCELLED ->
              Optional.of(
                  new ChangeResult.Refused(
                      "message-not-sent", "The message was never sent: send a new one."));
          default ->
              inChannel && kind instanceof ChangeRequest.React && gathered.number().isEmpty()
                  ? Optional.of(
                      new ChangeResult.Refused(
                          "message-not-numbered",
                          "WhatsApp's number of this message is not known: wait until it is sent;"
                              + " after 30 days a channel's message cannot be reacted to."))
                  : Optional.empty();
        }
        : Optional.of(
            new ChangeResult.Refused(
                "message-unreadable", "The message cannot be read, so nothing can be done to it."));
  }

  private static OwnAddition edit(
      StoredMessage message, AcceptChange.Gathered gathered, Composable content, Turn turn) {
    if (!message.fromMe()) {
      return refused("not-own-message", "Only the sender of a message can edit it.");
    }
    if (!content.type().equals(message.type())) {
      return refused(
          "kind-cannot-be-edited", "A message of type " + message.type() + " cannot be edited so.");
    }
    boolean inChannel = message.chat().isNewsletter();
    Duration window = inChannel ? CHANNEL_WINDOW : EDIT_WINDOW;
    if (message.timestamp().plus(window).isBefore(turn.now())) {
      return refused(
          "edit-too-late",
          "WhatsApp takes edits for "
              + (inChannel ? "30 days" : "20 minutes")
              + " after a message was sent: send a new one.");
    }
    return new Made(
        new EditContent(
            reference(message, gathered),
            content.encode(),
            turn.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  private static OwnAddition deletion(
      StoredMessage message, AcceptChange.Gathered gathered, Turn turn) {
    if (message.fromMe() || Authors.administers(turn.identity(), gathered.group())) {
      return new Made(new DeletionContent(reference(message, gathered)));
    }
    return refused(
        "not-own-message",
        message.chat().isGroup()
            ? "Only its sender and administrators of the group delete a message for everyone."
            : message.chat().isNewsletter()
                ? "In a channel only what was published here can be deleted here."
                : "In a direct chat only the sender can delete a message for everyone.");
  }

  private static OwnAddition vote(
      StoredMessage message, AcceptChange.Gathered gathered, List<String> options, Turn turn) {
    Optional<ByteString> secret = VoteCipher.secret(message);
    if (!(message.content() instanceof PollContent poll) || secret.isEmpty()) {
      return refused("no-poll", "Only polls can be voted in.");
    }
    if (!poll.options().containsAll(options)) {
      return refused("unknown-option", "Name options as the poll has them.");
    }
    if (poll.selectable() > 0 && options.size() > poll.selectable()) {
      return refused(
          "too-many-options", "One voter may choose " + poll.selectable() + " of the options.");
    }
    byte[] iv = turn.random().next(AesGcm.NONCE_LENGTH);
    // Both sides are named as in the stanza.
    Optional<Jid> lid = turn.identity().orElseThrow().lid().map(Jid::account);
    boolean byLid =
        lid.isPresent()
            && (message.chat().isGroup()
                ? byLid(gathered)
                : turn.connection().lidAddressing() && message.chatLid().isPresent());
    Jid own = byLid ? lid.get() : turn.ownJid().account();
    Jid other =
        message.chat().isGroup()
            ? author(message, gathered)
            : byLid ? message.chatLid().get() : message.chat();
    return new Made(
        new VoteContent(
            reference(message, gathered),
            VoteCipher.encrypt(
                secret.get(), message.stanzaId(), message.fromMe() ? own : other, own, options, iv),
            ByteString.copyFrom(iv),
            turn.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  /**
   * In a direct chat the name of the chat tells who the other side is, in a group its author is
   * named.
   */
  private static MessageReference reference(StoredMessage message, AcceptChange.Gathered gathered) {
    return new MessageReference(
        Optional.of(message.chat()),
        message.fromMe(),
        message.stanzaId(),
        message.chat().isGroup() && !message.fromMe()
            ? Optional.of(author(message, gathered))
            : Optional.empty());
  }

  /** Who wrote it, as the group addresses its participants. */
  private static Jid author(StoredMessage message, AcceptChange.Gathered gathered) {
    return gathered.authorNames().stream()
        .filter(name -> byLid(gathered) ? name.isLid() : name.isPhoneNumber())
        .findFirst()
        .orElse(message.sender());
  }

  /** Groups go by LID, but for old ones (PROTOCOL-2026 3). */
  private static boolean byLid(AcceptChange.Gathered gathered) {
    return gathered
        .group()
        .filter(group -> group.addressing() == Group.Addressing.PHONE_NUMBER)
        .isEmpty();
  }

  private static OwnAddition refused(String code, String detail) {
    return new Refused(new ChangeResult.Refused(code, detail));
  }
}
