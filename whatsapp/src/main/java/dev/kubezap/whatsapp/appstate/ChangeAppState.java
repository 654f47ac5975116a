package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.ArchiveChatAction;
import dev.kubezap.whatsapp.proto.DeleteMessageForMeAction;
import dev.kubezap.whatsapp.proto.LabelAssociationAction;
import dev.kubezap.whatsapp.proto.MarkChatAsReadAction;
import dev.kubezap.whatsapp.proto.MessageRangeAction;
import dev.kubezap.whatsapp.proto.MuteAction;
import dev.kubezap.whatsapp.proto.PinAction;
import dev.kubezap.whatsapp.proto.StarAction;
import dev.kubezap.whatsapp.proto.SyncActionMessageRange;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.ActionKey;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.IndexJson;
import dev.kubezap.whatsapp.syncd.WantedKey;
import dev.kubezap.whatsapp.syncd.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes how a chat is kept, or stars a message or deletes it for this account. It counts here at
 * once, and reaches the phone as soon as there is a connection: the change is a row until the
 * service has it.
 */
public final class ChangeAppState implements Step<ChangeAppState.Of, ChangeAppState.Gathered> {

  /** The input: what is changed. */
  public record Of(Wish wish) implements ServiceRequest<Done> {}

  /** One change. */
  public sealed interface Wish {

    /** Puts a chat away, or back. */
    record Archive(Jid chat, boolean on, Instant lastMessageAt) implements Wish {}

    /** Puts a chat at the top, or takes it down. */
    record Pin(Jid chat, boolean on) implements Wish {}

    /** Silences a chat until then, or not any more. */
    record Mute(Jid chat, Optional<Instant> until) implements Wish {}

    /** Marks a chat as unread, or as read. */
    record MarkUnread(Jid chat, boolean on, Instant lastMessageAt) implements Wish {}

    /** Removes what is in a chat, or the chat. */
    record Clear(Jid chat, boolean chatToo, Instant lastMessageAt) implements Wish {}

    /** Stars a message, or takes the star back. */
    record Star(StoredMessage message, boolean on) implements Wish {}

    /** Deletes a message for this account alone. */
    record DeleteForMe(StoredMessage message) implements Wish {}

    /** Puts a label on a chat, or takes it off. */
    record LabelChat(Jid chat, String label, boolean on) implements Wish {}

    /** Puts a label on a message, or takes it off. */
    record LabelMessage(StoredMessage message, String label, boolean on) implements Wish {}
  }

  /** The change of a wish, and what is stored of what it is about. */
  public static final class Gathered {
    private final WantedKey.Wanted wanted;
    private final Optional<AppStateAction> action;

    Gathered(WantedKey.Wanted wanted, Optional<AppStateAction> action) {
      this.wanted = wanted;
      this.action = action;
    }
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    WantedKey.Wanted wanted = wanted(work.input().wish(), state, turn);
    ActionKey.Action action =
        new ActionKey.Action(
            wanted.collection().wireName(),
            true,
            wanted.entry().index(),
            wanted.entry().value(),
            ByteString.EMPTY);
    return new Gathered(wanted, AppStateAction.gather(action, state, turn));
  }

  private static WantedKey.Wanted wanted(Wish wish, StateReader state, Turn turn) {
    SyncActionValue.Builder value =
        SyncActionValue.newBuilder().setTimestamp(turn.now().toEpochMilli());
    return switch (wish) {
      case Wish.Archive(Jid chat, boolean on, Instant last) ->
          wanted(
              Collection.REGULAR_LOW,
              3,
              value.setArchiveChatAction(
                  ArchiveChatAction.newBuilder().setArchived(on).setMessageRange(range(last))),
              "archive",
              name(chat, state, turn));
      case Wish.Pin(Jid chat, boolean on) ->
          wanted(
              Collection.REGULAR_LOW,
              5,
              value.setPinAction(PinAction.newBuilder().setPinned(on)),
              "pin_v1",
              name(chat, state, turn));
      case Wish.Mute(Jid chat, Optional<Instant> until) ->
          wanted(
              Collection.REGULAR_HIGH,
              2,
              value.setMuteAction(mute(until)),
              "mute",
              name(chat, state, turn));
      case Wish.MarkUnread(Jid chat, boolean on, Instant last) ->
          wanted(
              Collection.REGULAR_LOW,
              3,
              value.setMarkChatAsReadAction(
                  MarkChatAsReadAction.newBuilder().setRead(!on).setMessageRange(range(last))),
              "markChatAsRead",
              name(chat, state, turn));
      case Wish.Clear(Jid chat, boolean chatToo, Instant last) -> {
        MessageRangeAction action =
            MessageRangeAction.newBuilder().setMessageRange(range(last)).build();
        yield chatToo
            ? wanted(
                Collection.REGULAR_HIGH,
                6,
                value.setDeleteChatAction(action),
                "deleteChat",
                name(chat, state, turn),
                "1")
            : wanted(
                Collection.REGULAR_HIGH,
                6,
                value.setClearChatAction(action),
                "clearChat",
                name(chat, state, turn),
                "0",
                "1");
      }
      case Wish.Star(StoredMessage message, boolean on) ->
          wanted(
              Collection.REGULAR_HIGH,
              2,
              value.setStarAction(StarAction.newBuilder().setStarred(on)),
              ofMessage("star", message, state, turn));
      case Wish.DeleteForMe(StoredMessage message) ->
          wanted(
              Collection.REGULAR_HIGH,
              3,
              value.setDeleteMessageForMeAction(
                  DeleteMessageForMeAction.newBuilder()
                      .setDeleteMedia(true)
                      .setMessageTimestamp(message.timestamp().getEpochSecond())),
              ofMessage("deleteMessageForMe", message, state, turn));
      case Wish.LabelChat(Jid chat, String label, boolean on) ->
          wanted(
              Collection.REGULAR,
              3,
              labelled(value, on),
              "label_jid",
              label,
              name(chat, state, turn));
      case Wish.LabelMessage(StoredMessage message, String label, boolean on) -> {
        List<String> index =
            new ArrayList<>(List.of(ofMessage("label_message", message, state, turn)));
        index.add(1, label);
        yield wanted(Collection.REGULAR, 3, labelled(value, on), index.toArray(String[]::new));
      }
    };
  }

  private static SyncActionValue.Builder labelled(SyncActionValue.Builder value, boolean on) {
    return value.setLabelAssociationAction(LabelAssociationAction.newBuilder().setLabeled(on));
  }

  private static MuteAction mute(Optional<Instant> until) {
    MuteAction.Builder mute = MuteAction.newBuilder().setMuted(until.isPresent());
    until.ifPresent(
        end ->
            mute.setMuteEndTimestamp(end.isBefore(ChatSettings.FOREVER) ? end.toEpochMilli() : -1));
    return mute.build();
  }

  private static SyncActionMessageRange range(Instant last) {
    return SyncActionMessageRange.newBuilder()
        .setLastMessageTimestamp(last.getEpochSecond())
        .build();
  }

  private static String[] ofMessage(
      String kind, StoredMessage message, StateReader state, Turn turn) {
    boolean named = !message.fromMe() && !message.chat().isUser();
    return new String[] {
      kind,
      name(message.chat(), state, turn),
      message.stanzaId(),
      message.fromMe() ? "1" : "0",
      named ? name(message.sender(), state, turn) : "0"
    };
  }

  /** By LID where this account's messages go to LIDs, as for all else (PROTOCOL-2026 3). */
  private static String name(Jid jid, StateReader state, Turn turn) {
    // Also before a connection says so: what is wished between them is of the same chats.
    boolean byLid = turn.connection().lidAddressing() || AccountKey.read(state).lidAddressing();
    if (!jid.isUser() || !byLid) {
      return jid.toString();
    }
    return AccountNames.read(jid, turn.identity(), state).lid().orElse(jid).toString();
  }

  private static WantedKey.Wanted wanted(
      Collection collection, int version, SyncActionValue.Builder value, String... index) {
    return new WantedKey.Wanted(
        collection,
        new Writer.Entry(true, IndexJson.of(index), value.build().toByteString(), version));
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    if (turn.identity().isEmpty()) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<Done>());
    }
    Outcome.Builder outcome =
        Outcome.builder().change(new Change.Put<>(new WantedKey(turn.newId()), gathered.wanted));
    gathered.action.ifPresent(action -> outcome.add(action.decide(turn)));
    return outcome
        .effect(new Effect.Enqueue(new FetchNext()))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done())))
        .build();
  }
}
