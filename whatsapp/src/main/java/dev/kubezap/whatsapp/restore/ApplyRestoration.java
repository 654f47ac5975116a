package dev.kubezap.whatsapp.restore;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.groupchange.WaitingGroupChanges;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.message.UnsentMessages;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.prekey.RestoredKeys;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Does to the stored records what a restoration from a backup makes necessary, a page of records at
 * a time, while there is no connection. It may begin anew at any time, since every page comes to
 * the same when it is done twice; the commit of its last stage is the one that ends it.
 */
public final class ApplyRestoration
    implements Step<ApplyRestoration.Go, ApplyRestoration.Gathered> {
  private static final int PAGE = 200;

  private static final MessageFailure HELD =
      new MessageFailure(
          "state-restored",
          OptionalInt.empty(),
          "The session's stored state was restored from a backup, or its device was used elsewhere;"
              + " this message may have been sent before. Look at the chat, and send it again if it"
              + " is not there.");

  private static final MessageFailure HELD_CHANGE =
      new MessageFailure(
          "state-restored",
          OptionalInt.empty(),
          "The session's stored state was restored from a backup, or its device was used elsewhere;"
              + " the group may have been changed before. Look at it, and change it again if it was"
              + " not.");

  /**
   * The input: where to go on.
   *
   * @param after the last record of the stage that was seen to; empty at its beginning
   */
  public record Go(Stage stage, String after) {
    static final Go BEGIN = new Go(Stage.UNSENT, "");

    /** Goes on from here, by a timer: each page is a commit of its own, whatever its size. */
    Effect later() {
      return new Effect.Schedule("restoration", this, Duration.ZERO);
    }
  }

  /**
   * What is stored.
   *
   * @param pending empty when all was carried out already
   * @param foreign whether the state is that of another device
   * @param names the records of this page
   * @param changes those of them that can be read, when they are changes of groups
   * @param sessions those of them that can be read, when they are sessions
   */
  public record Gathered(
      Optional<Restoration> pending,
      boolean foreign,
      UnsentMessages unsent,
      List<String> names,
      WaitingGroupChanges changes,
      Map<String, SignalSession> sessions,
      RestoredKeys keys) {
    public Gathered {
      names = List.copyOf(names);
      sessions = Map.copyOf(sessions);
    }
  }

  @Override
  public Gathered gather(Work<Go> work, StateReader state, Turn turn) {
    Stage stage = work.input().stage();
    List<String> names =
        stage.kind().isEmpty()
            ? List.of()
            : state.recordNames(stage.kind(), work.input().after(), PAGE);
    return new Gathered(
        state.read(new RestorationKey()),
        turn.identity()
            .flatMap(
                self ->
                    state
                        .read(new StateOwnerKey())
                        .filter(owner -> !owner.equals(self.identityKey().publicKey())))
            .isPresent(),
        stage == Stage.UNSENT ? UnsentMessages.read(state) : UnsentMessages.NONE,
        names,
        WaitingGroupChanges.read(stage == Stage.GROUP_CHANGES ? names : List.of(), state),
        stage == Stage.SESSIONS ? sessions(names, state) : Map.of(),
        RestoredKeys.gather(state));
  }

  private static Map<String, SignalSession> sessions(List<String> names, StateReader state) {
    Map<String, SignalSession> sessions = new TreeMap<>();
    List<SessionKey> keys = names.stream().map(SessionKey::named).toList();
    // A damaged one is left out, and so dropped: a new one takes its place.
    state.read(keys).forEach((key, session) -> sessions.put(key.name(), (SignalSession) session));
    return sessions;
  }

  @Override
  public Outcome decide(Work<Go> work, Gathered gathered, Turn turn) {
    if (gathered.pending().isEmpty() || turn.identity().isEmpty()) {
      return Outcome.nothing();
    }
    Go go = work.input();
    return switch (go.stage()) {
      case UNSENT ->
          Outcome.builder()
              .add(gathered.unsent().failed(HELD, turn))
              .effect((gathered.unsent().complete() ? next(go) : go).later())
              .build();
      case GROUP_CHANGES, REPAIRS, DEVICE_LISTS, LIDS, PHONES, TOLD_PAIRS, SESSIONS, GROUP_KEYS ->
          page(go, gathered, turn);
      case KEYS -> done(gathered, turn.identity().get(), turn);
    };
  }

  private static Outcome page(Go go, Gathered gathered, Turn turn) {
    List<Change> changes = new ArrayList<>();
    for (String name : gathered.names()) {
      SignalSession session = gathered.sessions().get(name);
      changes.add(
          session == null || gathered.foreign()
              ? new Change.Remove(go.stage().key(name))
              : new Change.Put<>(SessionKey.named(name), session.onlyReceiving()));
    }
    boolean last = gathered.names().size() < PAGE;
    return Outcome.builder()
        .changes(changes)
        .changes(gathered.changes().failed(HELD_CHANGE, turn))
        .effect((last ? next(go) : new Go(go.stage(), gathered.names().getLast())).later())
        .build();
  }

  private static Go next(Go go) {
    return new Go(go.stage().next(), "");
  }

  private static Outcome done(Gathered gathered, DeviceIdentity identity, Turn turn) {
    return Outcome.builder()
        .effect(
            new Effect.SaveIdentity(gathered.keys().renewed(identity, turn.random(), turn.now())))
        .change(gathered.keys().renewedSupply(turn.random()))
        .change(new Change.Put<>(new StateOwnerKey(), identity.identityKey().publicKey()))
        .change(new Change.Remove(new RestorationKey()))
        // The phase's event says it to every sink.
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.STARTING, "state-restored")))
        .effect(new Effect.Count("restored", gathered.pending().orElseThrow().reason()))
        .effect(new Effect.Enqueue(new ConnectNow("state-restored")))
        .build();
  }
}
