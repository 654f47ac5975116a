package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.ExtendedTextMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageContextInfo;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts a request to send: stores the message with its id, so that nothing that was accepted is
 * lost, and queues it.
 */
public final class AcceptSend implements Step<SendRequest, AcceptSend.Gathered> {

  /**
   * Bytes of the secret that edits, reactions and votes on a message are encrypted by
   * (PROTOCOL-2026 5).
   */
  private static final int SECRET_LENGTH = 32;

  /**
   * What is stored.
   *
   * @param used the request that the idempotency key stands for
   * @param repeated its message
   * @param phone the recipient's phone number, when known
   * @param lid the recipient's LID, when known
   * @param crowded whether no more may wait for a phone to be linked
   * @param expiresAfter after what time messages of the chat disappear, as far as it is known
   */
  public record Gathered(
      Optional<IdempotencyRecord.Used> used,
      Optional<StoredMessage> repeated,
      Optional<Jid> phone,
      Optional<Jid> lid,
      Optional<Chat> chat,
      boolean crowded,
      Optional<Duration> expiresAfter) {}

  @Override
  public Wanted wanted(Work<SendRequest> work, StateReader state, Turn turn) {
    return new Wanted(
        work.input().idempotency().stream()
            .<RecordKey<?>>map(idempotency -> new IdempotencyRecord(idempotency.key()))
            .toList(),
        List.of());
  }

  @Override
  public Gathered gather(Work<SendRequest> work, StateReader state, Turn turn) {
    SendRequest request = work.input();
    Optional<IdempotencyRecord.Used> used =
        request.idempotency().flatMap(i -> state.read(new IdempotencyRecord(i.key())));
    Jid to = request.to().account();
    Optional<Jid> phone =
        to.isPhoneNumber()
            ? Optional.of(to)
            : to.isLid() ? state.read(new PhoneOfLid(to)) : Optional.empty();
    Optional<Jid> lid =
        to.isLid()
            ? Optional.of(to)
            : to.isPhoneNumber() ? state.read(new LidOfPhone(to)) : Optional.empty();
    return new Gathered(
        used,
        used.flatMap(u -> state.message(u.messageId())),
        phone,
        lid,
        state.chat(phone.orElse(to)),
        turn.identity().isEmpty() && request.beforeLink() && AwaitingLink.isFull(state),
        timer(to, phone.orElse(to), state));
  }

  private static Optional<Duration> timer(Jid to, Jid chat, StateReader state) {
    if (to.isUser()) {
      return state.chat(chat).flatMap(known -> known.settings().disappearing());
    }
    return to.isGroup()
        ? state
            .read(new GroupKey(to))
            .map(group -> group.settings().ephemeral())
            .filter(Duration::isPositive)
        : Optional.empty();
  }

  @Override
  public Outcome decide(Work<SendRequest> work, Gathered gathered, Turn turn) {
    SendRequest request = work.input();
    Optional<SendResult> settled = settled(request, gathered, turn);
    if (settled.isPresent()) {
      return Outcome.builder().effect(new Effect.Answer(settled.get())).build();
    }
    Jid to = request.to().account();
    Jid chat = gathered.phone().orElse(to);
    Composable content = expiring(request.content(), gathered.expiresAfter());
    Message message =
        request.to().isStatus() ? asStatus(message(content, turn)) : message(content, turn);
    boolean linked = turn.identity().isPresent();
    Jid own = linked ? turn.ownJid() : AwaitingLink.NOBODY;
    StoredMessage stored =
        new StoredMessage(
            turn.newId(),
            OutgoingStanza.newId(turn),
            chat,
            gathered.lid().filter(lid -> !lid.equals(chat)),
            own.account(),
            own.device(),
            true,
            Optional.empty(),
            // As coarse as what comes in: an answer in the same second belongs behind the question.
            turn.now().truncatedTo(ChronoUnit.SECONDS),
            content,
            message.toByteString(),
            MessageStatus.QUEUED,
            Optional.empty(),
            request.metadata());
    OutgoingMessage outgoing =
        new OutgoingMessage(
                stored.id(),
                stored.stanzaId(),
                to,
                message.toByteString(),
                turn.now(),
                Set.copyOf(request.audience()),
                Set.of())
            .planned(request.plan())
            .traced(request.trace());
    Optional<String> handle =
        to.isNewsletter() && content instanceof Media media
            ? media.media().handle()
            : Optional.empty();
    boolean early = request.plan().isEarly(turn.now());
    List<SendTimeKey> times = SendTimeKey.of(outgoing);
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.PutMessage(stored))
            .change(new Change.PutOutgoing(outgoing));
    if (!linked) {
      outcome.change(new Change.Put<>(new AwaitingLinkKey(stored.id()), true));
    }
    if (!early) {
      outcome.change(new Change.JoinQueue(new QueuedMessage(stored.id(), chat)));
    }
    handle.ifPresent(
        name -> outcome.change(new Change.Put<>(new MediaHandleKey(stored.id()), name)));
    times.forEach(time -> outcome.change(new Change.Put<>(time, true)));
    if (turn.behaviour().pace().limitsNewChats() && chat.isUser() && gathered.chat().isEmpty()) {
      outcome.change(new Change.Put<>(new NewChatKey(chat), true));
    }
    outcome.change(
        new Change.PutChat(
            new Chat(
                    chat,
                    stored.chatLid(),
                    gathered.chat().flatMap(Chat::name),
                    turn.now(),
                    gathered.chat().map(Chat::unread).orElse(0))
                .keptAs(gathered.chat())));
    request
        .idempotency()
        .ifPresent(
            i ->
                outcome.change(
                    new Change.Put<>(
                        new IdempotencyRecord(i.key()),
                        new IdempotencyRecord.Used(i.requestHash(), stored.id()))));
    outcome.effect(new Effect.Answer(new SendResult.Accepted(stored)));
    if (!early) {
      outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare(stored.id())));
    }
    if (!times.isEmpty()) {
      outcome.effect(new Effect.Enqueue(new DueSends.Now()));
    }
    return outcome.build();
  }

  /** The answer to a request that stores nothing. */
  private static Optional<SendResult> settled(SendRequest request, Gathered gathered, Turn turn) {
    if (gathered.used().isPresent()) {
      boolean same =
          request
              .idempotency()
              .orElseThrow()
              .requestHash()
              .equals(gathered.used().get().requestHash());
      return Optional.of(
          same && gathered.repeated().isPresent()
              ? new SendResult.Repeated(gathered.repeated().get())
              : new SendResult.KeyReused());
    }
    if (turn.identity().isEmpty() && !request.beforeLink()) {
      return Optional.of(
          new SendResult.Refused(
              "not-paired",
              "Link the session to a phone first, then send again; with queue: true the message"
                  + " waits until then."));
    }
    if (gathered.crowded()) {
      return Optional.of(
          new SendResult.Refused(
              "queue-full",
              "%d messages wait for a phone to be linked already: link one, or take some back with"
                      .formatted(AwaitingLink.MOST)
                  + " DELETE /api/v1/queue."));
    }
    if (request.to().isNewsletter() && request.content() instanceof Media media) {
      return unpublishable(media);
    }
    if (request.content() instanceof Media media && media.media().isOpen()) {
      return Optional.of(
          new SendResult.Refused(
              "not-supported",
              "A channel's file is not encrypted and cannot be passed on: fetch it, and send it."));
    }
    if (request.to().isStatus() && !request.audience().isEmpty()) {
      return Optional.empty();
    }
    if (request.to().isStatus()) {
      return Optional.of(
          new SendResult.Refused(
              "status-for-nobody", "Name those who are to see it: POST /api/v1/status."));
    }
    if (!request.to().isUser() && !request.to().isGroup() && !request.to().isNewsletter()) {
      return Optional.of(
          new SendResult.Refused(
              "not-supported",
              "This version sends to phone numbers, LIDs, groups and channels only."));
    }
    return Optional.empty();
  }

  /** A channel's file was uploaded for it: one that was encrypted for a chat opens to nobody. */
  private static Optional<SendResult> unpublishable(Media media) {
    if (media.viewOnce()) {
      return Optional.of(
          new SendResult.Refused(
              "not-supported", "In channels nothing is shown once only: leave viewOnce out."));
    }
    return media.media().handle().isPresent()
        ? Optional.empty()
        : Optional.of(
            new SendResult.Refused(
                "not-supported",
                "A channel takes files that are sent to it by themselves: POST /api/v1/messages"
                    + " with the file."));
  }

  /** What its caller says of its end goes before what holds in the group. */
  private static Composable expiring(Composable content, Optional<Duration> inChat) {
    MessageContext context = content.context();
    return inChat.isPresent() && context.expiresAfter().isEmpty()
        ? content.with(context.expiring(inChat))
        : content;
  }

  /** The feed shows texts of the longer form alone. */
  private static Message asStatus(Message message) {
    return message.hasConversation()
        ? message.toBuilder()
            .clearConversation()
            .setExtendedTextMessage(
                ExtendedTextMessage.newBuilder().setText(message.getConversation()))
            .build()
        : message;
  }

  private static Message message(Composable content, Turn turn) {
    return content.encode().toBuilder()
        .setMessageContextInfo(
            MessageContextInfo.newBuilder()
                .setMessageSecret(ByteString.copyFrom(turn.random().next(SECRET_LENGTH))))
        .build();
  }
}
