package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call to this account.
 *
 * @param id chosen by the caller's device
 * @param chat the caller, or the group that is called
 * @param from who called: the number when it is known, else the LID
 * @param group whether several are called
 * @param video whether it began with a picture
 * @param state what became of it
 * @param at when it began
 * @param endedAt when it was over
 * @param latency how long the offer was on its way; empty for one that had waited at the server
 * @param offline whether it had waited there: nobody can take it any more
 */
public record Call(
    String id,
    Jid chat,
    Jid from,
    boolean group,
    boolean video,
    State state,
    Instant at,
    Optional<Instant> endedAt,
    Optional<Duration> latency,
    boolean offline) {

  /** What can become of a call. */
  public enum State {
    /** Nobody has answered. */
    RINGING,
    /** Taken, by another device of this account. */
    ACCEPTED,
    /** Refused, by whichever device. */
    REJECTED,
    /** Over before anybody answered. */
    MISSED,
    /** Over after it was taken. */
    ENDED
  }

  /** The same call, further on. */
  public Call moved(State next) {
    return new Call(id, chat, from, group, video, next, at, endedAt, latency, offline);
  }

  /** The same call, over. */
  public Call over(State next, Instant when) {
    return new Call(
        id,
        chat,
        from,
        group,
        video,
        next,
        at,
        Optional.of(endedAt.orElse(when)),
        latency,
        offline);
  }

  /** Whether it goes on. */
  public boolean isOpen() {
    return state == State.RINGING || state == State.ACCEPTED;
  }
}
