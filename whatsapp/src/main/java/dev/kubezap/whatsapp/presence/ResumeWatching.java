package dev.kubezap.whatsapp.presence;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** The service forgets with the connection whose presence is watched: it is told again. */
public final class ResumeWatching implements Step<ResumeWatching.From, List<Peer>> {
  private static final int PAGE = 64;

  /**
   * The input.
   *
   * @param after the name of the last one that was seen to; empty at first
   */
  public record From(String after) {
    /** All of them. */
    public static From theFirst() {
      return new From("");
    }
  }

  @Override
  public List<Peer> gather(Work<From> work, StateReader state, Turn turn) {
    return turn.connection().online()
        ? state.recordNames(WatchedKey.KIND, work.input().after(), PAGE).stream()
            .map(name -> Peer.read(Jid.of(name), state, turn))
            .toList()
        : List.of();
  }

  @Override
  public Outcome decide(Work<From> work, List<Peer> peers, Turn turn) {
    if (!turn.connection().online()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    peers.forEach(peer -> outcome.effect(new Effect.Send(peer.subscription(turn))));
    if (peers.size() == PAGE) {
      outcome.effect(new Effect.Enqueue(new From(peers.getLast().account().toString())));
    }
    return outcome.build();
  }
}
