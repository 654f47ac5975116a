package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.contact.Person;
import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.message.Authors;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.ContactAction;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.ActionKey;
import dev.kubezap.whatsapp.syncd.IndexJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that app state says, together with what is stored of whom or what it is about. */
sealed interface AppStateAction
    permits AppStateAction.Named,
        AppStateAction.OwnName,
        AppStateAction.Starred,
        AppStateAction.Deleted,
        AppStateAction.Kept,
        LabelAction {
  int LONGEST_NAME = 256;

  /** What follows. */
  Outcome decide(Turn turn);

  /** What an action is about; empty when this version does not know it, or what it is about. */
  static Optional<AppStateAction> gather(ActionKey.Action action, StateReader state, Turn turn) {
    Optional<List<String>> index = IndexJson.read(action.index());
    if (index.isEmpty() || index.get().isEmpty()) {
      return Optional.empty();
    }
    SyncActionValue value;
    try {
      value = SyncActionValue.parseFrom(action.value());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
    List<String> parts = index.get();
    return switch (parts.getFirst()) {
      case "contact", "lid_contact" ->
          about(parts)
              .filter(Jid::isUser)
              .map(
                  jid ->
                      new Named(Person.read(jid, state, turn), jid, action.set(), contact(value)));
      case "setting_pushName" -> Optional.of(new OwnName(AccountKey.read(state), value));
      case "star" -> message(parts, state, turn).map(found -> starred(found, action, value));
      case "deleteMessageForMe" ->
          message(parts, state, turn).map(found -> new Deleted(found, action.set()));
      case String kind when LabelAction.KINDS.contains(kind) ->
          LabelAction.gather(parts, action, value, state, turn);
      default ->
          about(parts)
              .flatMap(
                  jid ->
                      ChatAction.gather(parts.getFirst(), jid, action.set(), value, state, turn));
    };
  }

  private static ContactAction contact(SyncActionValue value) {
    return value.hasContactAction() ? value.getContactAction() : value.getLidContactAction();
  }

  private static Starred starred(Found found, ActionKey.Action action, SyncActionValue value) {
    return new Starred(found, action.set() && value.getStarAction().getStarred());
  }

  private static Optional<Jid> about(List<String> parts) {
    return parts.size() < 2 ? Optional.empty() : Jid.parse(parts.get(1)).map(Jid::account);
  }

  /** A message of a chat. */
  record Found(StoredMessage message, MessageAdditions additions) {}

  /** The message that an index names behind its first word. */
  static Optional<Found> message(List<String> parts, StateReader state, Turn turn) {
    if (parts.size() < 4 || turn.identity().isEmpty()) {
      return Optional.empty();
    }
    boolean fromMe = parts.get(3).equals("1");
    Optional<Jid> author = parts.size() > 4 ? Jid.parse(parts.get(4)) : Optional.empty();
    return about(parts)
        .map(chat -> ChatAction.id(chat, state, turn))
        .flatMap(
            chat ->
                state.firstByStanza(
                    StanzaName.of(
                        chat,
                        parts.get(2),
                        fromMe,
                        author
                            .map(by -> Authors.of(by, turn.identity(), state))
                            .orElseGet(java.util.Set::of))))
        .map(
            message ->
                new Found(
                    message,
                    state.read(new AdditionsKey(message.id())).orElse(MessageAdditions.NONE)));
  }

  /** A contact's name in the phone's address book. */
  record Named(Person person, Jid as, boolean set, ContactAction action) implements AppStateAction {
    @Override
    public Outcome decide(Turn turn) {
      Optional<String> name =
          Optional.of(action.getFullName())
              .filter(full -> !full.isBlank())
              .or(() -> Optional.of(action.getFirstName()))
              .filter(given -> set && !given.isBlank() && given.indexOf('\0') < 0)
              .map(
                  given ->
                      given.length() > LONGEST_NAME ? given.substring(0, LONGEST_NAME) : given);
      boolean nothing = person.stored().isEmpty() && name.isEmpty();
      Outcome.Builder outcome = Outcome.builder();
      if (!nothing) {
        outcome.changes(person.changed(person.contact(turn).withName(name), turn));
      }
      Optional<Jid> lid = Jid.parse(action.getLidJid());
      return lid.flatMap(hidden -> ToldPairs.Pair.of(as, hidden.account()))
          .map(pair -> outcome.add(LearnPairs.told(List.of(pair), turn)))
          .orElse(outcome)
          .build();
    }
  }

  /** The account's own name. */
  record OwnName(Account account, SyncActionValue value) implements AppStateAction {
    @Override
    public Outcome decide(Turn turn) {
      String name = value.getPushNameSetting().getName();
      if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
        return Outcome.nothing();
      }
      return Outcome.builder()
          .change(new Change.Put<>(new AccountKey(), account.withPushName(name)))
          .effect(new Effect.Report(new SessionChange.Named(name)))
          .build();
    }
  }

  /** A message that was starred, or not any more. */
  record Starred(Found found, boolean starred) implements AppStateAction {
    @Override
    public Outcome decide(Turn turn) {
      if (found.additions().starred() == starred) {
        return Outcome.nothing();
      }
      return Outcome.builder()
          .change(
              new Change.Put<>(
                  new AdditionsKey(found.message().id()), found.additions().withStarred(starred)))
          .change(
              new Change.Append(
                  turn.newId(), turn.now(), new MessageEvent.Starred(found.message(), starred)))
          .build();
    }
  }

  /** A message that this account does not see any more. */
  record Deleted(Found found, boolean set) implements AppStateAction {
    @Override
    public Outcome decide(Turn turn) {
      if (!set || found.additions().deletion().isPresent()) {
        return Outcome.nothing();
      }
      Instant at = turn.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
      MessageAdditions.Deletion deletion =
          new MessageAdditions.Deletion(turn.ownJid().account(), at, true);
      return Outcome.builder()
          .change(
              new Change.Put<>(
                  new AdditionsKey(found.message().id()), found.additions().deleted(deletion)))
          .change(
              new Change.Append(
                  turn.newId(), turn.now(), new MessageEvent.Deleted(found.message(), deletion)))
          .build();
    }
  }

  /** How a chat is kept. */
  record Kept(ChatAction of) implements AppStateAction {
    @Override
    public Outcome decide(Turn turn) {
      return of.decide(turn);
    }
  }
}
