package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.ToPhone;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.HistorySyncOnDemandRequest;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestMessage;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/**
 * Asks our own phone for messages of a chat that are older than one that is stored. What it answers
 * is stored as any part of its history; it does not answer when it is off, or knows no more.
 */
public final class AskOlder implements Step<AskOlder.Than, AskOlder.Gathered> {
  private static final int HISTORY_SYNC_ON_DEMAND = 3;

  /**
   * The input.
   *
   * @param messageId the oldest message that is known, by our id
   * @param count how many older ones, from 1; the phone tells 50 at most
   */
  public record Than(String messageId, int count) implements ServiceRequest<Asked> {}

  /**
   * The answer: the phone was asked.
   *
   * @param requestId what the event of its answer names
   */
  public record Asked(String requestId, Jid chat, int count) {}

  /** What is stored; hides other packages' types from the signature. */
  public record Gathered(
      Optional<StoredMessage> oldest, Optional<ToPhone> phone, boolean lidAddressing) {}

  @Override
  public Gathered gather(Work<Than> work, StateReader state, Turn turn) {
    return new Gathered(
        state.message(work.input().messageId()),
        ToPhone.read(state, turn),
        turn.connection().lidAddressing() || AccountKey.read(state).lidAddressing());
  }

  @Override
  public Outcome decide(Work<Than> work, Gathered gathered, Turn turn) {
    if (gathered.oldest().isEmpty()) {
      return ServiceStep.answer(
          new ServiceAnswer.Impossible<Asked>("no-message", "There is no such message."));
    }
    if (gathered.phone().isEmpty() || !turn.connection().online()) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<Asked>());
    }
    ToPhone phone = gathered.phone().get();
    if (!phone.isKnown() && work.asked() == 0) {
      return Outcome.builder()
          .ask(new Ask(List.of(ToPhone.keys(turn)), ServiceStep.PATIENCE))
          .build();
    }
    StoredMessage oldest = gathered.oldest().get();
    int count = work.input().count();
    return phone
        .ask(request(oldest, count, gathered, turn), work.replies(), turn)
        .map(
            asked ->
                Outcome.builder()
                    .add(asked.outcome())
                    .change(
                        new Change.Put<>(
                            new HistoryRequestKey(asked.stanzaId()),
                            new HistoryRequestKey.Request(oldest.chat(), count, turn.now())))
                    .effect(
                        new Effect.Answer(
                            new ServiceAnswer.Given<>(
                                new Asked(asked.stanzaId(), oldest.chat(), count))))
                    .build())
        .orElseGet(() -> ServiceStep.answer(new ServiceAnswer.Unanswered<Asked>()));
  }

  private static PeerDataOperationRequestMessage request(
      StoredMessage oldest, int count, Gathered gathered, Turn turn) {
    Jid chat = gathered.lidAddressing() ? oldest.chatLid().orElse(oldest.chat()) : oldest.chat();
    HistorySyncOnDemandRequest.Builder asked =
        HistorySyncOnDemandRequest.newBuilder()
            .setChatJid(chat.toString())
            .setOldestMsgId(oldest.stanzaId())
            .setOldestMsgFromMe(oldest.fromMe())
            .setOnDemandMsgCount(count)
            // In seconds, whatever the field is called (PROTOCOL-2026 0).
            .setOldestMsgTimestampMs(oldest.timestamp().getEpochSecond());
    turn.identity()
        .flatMap(DeviceIdentity::lid)
        .ifPresent(lid -> asked.setAccountLid(lid.account().toString()));
    return PeerDataOperationRequestMessage.newBuilder()
        .setPeerDataOperationRequestType(HISTORY_SYNC_ON_DEMAND)
        .setHistorySyncOnDemandRequest(asked)
        .build();
  }
}
