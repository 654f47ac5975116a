package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.content.TimerContent;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sets after what time messages of a direct chat disappear. It counts here at once, and the other
 * side is told by a message that is queued as every other: the chat shows it as a {@code system}
 * message with a status.
 */
public final class SetChatTimer implements Step<SetChatTimer.Of, SetChatTimer.Gathered> {

  /**
   * The input.
   *
   * @param chat a direct chat
   * @param after zero when messages stay
   */
  public record Of(Jid chat, Duration after) implements ServiceRequest<Done> {}

  /**
   * What is stored.
   *
   * @param lid of the other side, beside its phone number
   */
  public record Gathered(Optional<Chat> chat, Optional<Jid> lid) {}

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    Jid chat = work.input().chat();
    return new Gathered(
        state.chat(chat),
        chat.isPhoneNumber() ? state.read(new LidOfPhone(chat)) : Optional.empty());
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    if (turn.identity().isEmpty()) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<Done>());
    }
    Of of = work.input();
    Jid own = turn.ownJid();
    TimerContent timer = new TimerContent(of.after());
    Instant now = turn.now().truncatedTo(ChronoUnit.SECONDS);
    Optional<Chat> next =
        isSet(of, gathered)
            ? Optional.empty()
            : ChatTimer.with(
                timer, gathered.chat(), of.chat(), gathered.lid(), newest(gathered, now));
    if (next.isEmpty()) {
      return ServiceStep.given(new Done());
    }
    StoredMessage shown =
        new StoredMessage(
            turn.newId(),
            OutgoingStanza.newId(turn),
            of.chat(),
            gathered.lid(),
            own.account(),
            own.device(),
            true,
            Optional.empty(),
            now,
            ChatTimer.said(timer, own.account()),
            ByteString.EMPTY,
            MessageStatus.QUEUED,
            Optional.empty(),
            Map.of());
    OutgoingMessage outgoing =
        new OutgoingMessage(
            shown.id(),
            shown.stanzaId(),
            of.chat(),
            timer.encode().toByteString(),
            turn.now(),
            Set.of(),
            Set.of());
    return Outcome.builder()
        .change(new Change.PutMessage(shown))
        .change(new Change.PutOutgoing(outgoing))
        .change(new Change.JoinQueue(new QueuedMessage(shown.id(), of.chat())))
        .add(ChatTimer.kept(next.get(), turn))
        .add(ServiceStep.given(new Done()))
        .effect(new Effect.Enqueue(new PrepareSend.Prepare(shown.id())))
        .build();
  }

  /** What the other side has set by the service's clock is replaced, though ours may be behind. */
  private static Instant newest(Gathered gathered, Instant now) {
    return gathered
        .chat()
        .flatMap(chat -> chat.settings().timer())
        .map(ChatSettings.Timer::setAt)
        .filter(now::isBefore)
        .orElse(now);
  }

  private static boolean isSet(Of of, Gathered gathered) {
    return gathered
        .chat()
        .flatMap(chat -> chat.settings().disappearing())
        .orElse(Duration.ZERO)
        .equals(of.after());
  }
}
