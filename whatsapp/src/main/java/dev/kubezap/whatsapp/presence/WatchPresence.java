package dev.kubezap.whatsapp.presence;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * Begins or ends to watch how somebody shows himself. Each change of it is an event, so how many
 * are watched is bounded.
 */
public final class WatchPresence implements Step<WatchPresence.Of, WatchPresence.Gathered> {
  /** How many may be watched at once. */
  public static final int MOST = 256;

  /**
   * The input.
   *
   * @param account without device
   * @param watched whether to begin, otherwise to end
   */
  public record Of(Jid account, boolean watched) implements ServiceRequest<Done> {}

  /**
   * What is stored.
   *
   * @param full whether nobody more can be watched
   */
  record Gathered(Peer peer, boolean full) {}

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    Peer peer = Peer.read(work.input().account(), state, turn);
    boolean more = work.input().watched() && peer.watched().isEmpty();
    return new Gathered(peer, more && state.recordNames(WatchedKey.KIND, "", MOST).size() == MOST);
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    Peer peer = gathered.peer();
    if (gathered.full()) {
      return ServiceStep.answer(
          new ServiceAnswer.Impossible<Done>(
              "too-many-watched",
              "The presence of " + MOST + " contacts is watched already: end it for another one."));
    }
    Outcome.Builder outcome = Outcome.builder();
    if (work.input().watched()) {
      if (peer.watched().isEmpty()) {
        outcome.change(
            new Change.Put<>(new WatchedKey(peer.id()), new WatchedKey.Shown(Optional.empty())));
      }
      if (turn.connection().online()) {
        outcome.effect(new Effect.Send(peer.subscription(turn)));
      }
    } else {
      // The service has no stanza for it: it forgets with the connection, and what still comes is
      // ignored.
      peer.watched().ifPresent(watched -> outcome.change(new Change.Remove(watched.key())));
    }
    return outcome.effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done()))).build();
  }
}
