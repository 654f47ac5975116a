package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.proto.MuteAction;
import dev.kubezap.whatsapp.proto.SyncActionMessageRange;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What app state says of a chat.
 *
 * @param id of the chat
 * @param lid its other name
 * @param kind what is said, such as {@code archive}
 * @param set whether it is said, or taken back
 * @param stored the chat, when there is one
 */
record ChatAction(
    Jid id,
    Optional<Jid> lid,
    String kind,
    boolean set,
    SyncActionValue value,
    Optional<Chat> stored) {
  private static final long LATEST = ChatSettings.FOREVER.getEpochSecond();
  private static final Set<String> KINDS =
      Set.of("archive", "pin_v1", "mute", "markChatAsRead", "clearChat", "deleteChat");

  /** Empty when it is not about a chat, or says what this version does not know. */
  static Optional<AppStateAction> gather(
      String kind, Jid jid, boolean set, SyncActionValue value, StateReader state, Turn turn) {
    if (!KINDS.contains(kind)) {
      return Optional.empty();
    }
    AccountNames names = AccountNames.read(jid, turn.identity(), state);
    Jid id = id(jid, state, turn);
    Optional<Jid> lid = names.lid().filter(hidden -> !hidden.equals(id));
    return Optional.of(
        new AppStateAction.Kept(new ChatAction(id, lid, kind, set, value, stored(id, state))));
  }

  /** A chat without what is left of labels that were deleted. */
  static Optional<Chat> stored(Jid id, StateReader state) {
    return state
        .chat(id)
        .map(
            chat ->
                chat.with(
                    chat.settings().withLabels(Labels.living(chat.settings().labels(), state))));
  }

  /** By which name a chat is stored. */
  static Jid id(Jid jid, StateReader state, Turn turn) {
    if (!jid.isUser()) {
      return jid;
    }
    AccountNames names = AccountNames.read(jid, turn.identity(), state);
    List<Jid> forms = names.forms(jid).toList();
    return forms.stream()
        .filter(form -> state.chat(form).isPresent())
        .findFirst()
        .or(names::phone)
        .orElse(jid);
  }

  Outcome decide(Turn turn) {
    Chat before =
        stored.orElseGet(() -> new Chat(id, lid, Optional.empty(), range().orElse(at(turn)), 0));
    Chat next = changed(before, turn);
    if (next.equals(before)) {
      return Outcome.nothing();
    }
    return Outcome.builder()
        .change(new Change.PutChat(next))
        .change(new Change.Append(turn.newId(), turn.now(), new AccountEvent.ChatUpdated(next)))
        .build();
  }

  private Chat changed(Chat chat, Turn turn) {
    ChatSettings settings = chat.settings();
    return switch (kind) {
      case "archive" ->
          chat.with(settings.withArchived(set && value.getArchiveChatAction().getArchived()));
      case "pin_v1" -> {
        boolean pinned = set && value.getPinAction().getPinned();
        boolean already = settings.pinnedAt().isPresent();
        yield pinned && already
            ? chat
            : chat.with(settings.withPinnedAt(pinned ? Optional.of(at(turn)) : Optional.empty()));
      }
      case "mute" -> chat.with(settings.withMutedUntil(mutedUntil()));
      case "markChatAsRead" -> {
        boolean read = !set || value.getMarkChatAsReadAction().getRead();
        Chat counted = read ? chat.withUnread(0) : chat;
        yield counted.with(settings.withMarkedUnread(!read));
      }
      case "clearChat", "deleteChat" -> {
        if (!set || stored.isEmpty()) {
          yield chat;
        }
        Instant until = range().orElse(at(turn));
        boolean all = !chat.lastMessageAt().isAfter(until);
        yield (all ? chat.withUnread(0) : chat)
            .with(settings.clearedAt(until, kind.equals("deleteChat")));
      }
      default -> chat;
    };
  }

  private Optional<Instant> mutedUntil() {
    MuteAction mute = value.getMuteAction();
    if (!set || !mute.getMuted()) {
      return Optional.empty();
    }
    long until = mute.getMuteEndTimestamp();
    return Optional.of(
        until <= 0 || until / 1_000 >= LATEST
            ? ChatSettings.FOREVER
            : Instant.ofEpochSecond(until / 1_000));
  }

  /** Until which of its messages it is meant. */
  private Optional<Instant> range() {
    SyncActionMessageRange range =
        switch (kind) {
          case "archive" -> value.getArchiveChatAction().getMessageRange();
          case "markChatAsRead" -> value.getMarkChatAsReadAction().getMessageRange();
          case "clearChat" -> value.getClearChatAction().getMessageRange();
          case "deleteChat" -> value.getDeleteChatAction().getMessageRange();
          default -> SyncActionMessageRange.getDefaultInstance();
        };
    return seconds(range.getLastMessageTimestamp());
  }

  private Instant at(Turn turn) {
    return seconds(value.getTimestamp() / 1_000).orElse(turn.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static Optional<Instant> seconds(long told) {
    return told > 0 && told < LATEST ? Optional.of(Instant.ofEpochSecond(told)) : Optional.empty();
  }
}
