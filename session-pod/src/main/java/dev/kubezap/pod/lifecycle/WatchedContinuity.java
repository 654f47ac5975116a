package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.identity.CommitMark;
import dev.kubezap.pod.identity.Continuity;
import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.Continuation;
import dev.kubezap.pod.ownership.FormerOwnership;
import dev.kubezap.pod.ownership.Grant;
import dev.kubezap.whatsapp.restore.Restoration;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.SessionStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Notices a database that lost something: by what the process knows, else by what the volume and
 * the resource's status remember. The note is stored with the acquisition, since that moves the
 * epoch on and the next one would see nothing any more; while it is there no connection is opened.
 */
final class WatchedContinuity implements Continuation {
  private final IdentityFile identity;
  private final CommitMark mark;
  private final LongSupplier reportedEpoch;
  private final Function<CommitScope, SessionStore> stores;
  private final Clock clock;

  /**
   * @param reportedEpoch the highest epoch that the resource's status showed at the start; 0 for
   *     none, and for as long as it is not known
   */
  WatchedContinuity(
      IdentityFile identity,
      CommitMark mark,
      LongSupplier reportedEpoch,
      Function<CommitScope, SessionStore> stores,
      Clock clock) {
    this.identity = identity;
    this.mark = mark;
    this.reportedEpoch = reportedEpoch;
    this.stores = stores;
    this.clock = clock;
  }

  @Override
  public Optional<String> judge(
      Optional<FormerOwnership> former, Grant found, CommitScope acquiring) {
    long reported = reportedEpoch.getAsLong();
    Continuity continuity =
        former.isPresent()
            ? Continuity.inProcess(former.get().grant(), former.get().commitNo(), reported, found)
            : Continuity.atStart(
                identity.witness(),
                mark.read(),
                // One that came while this was being acquired costs the lease, and is judged by the
                // next.
                found.epoch() <= reported ? 0 : reported,
                found);
    return switch (continuity) {
      case Continuity.Continuous _ -> Optional.empty();
      case Continuity.Restored(String reason) -> {
        try {
          Restoration.note(stores.apply(acquiring), reason, clock.instant());
        } catch (FencedException e) {
          throw new IllegalStateException("an acquisition is not fenced", e);
        }
        yield Optional.of(reason);
      }
    };
  }
}
