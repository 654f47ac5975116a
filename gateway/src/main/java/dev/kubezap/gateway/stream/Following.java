package dev.kubezap.gateway.stream;

import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One session as one reader follows it: by the stream that all share, and until the reader is as
 * far as that by one of its own. Runs on one event loop.
 */
final class Following implements Source.Follower, PodStream.Listener {

  private final Lane lane;
  private final CatchUps catchUps;
  private final BiFunction<OptionalLong, PodStream.Listener, PodStream> opener;
  private final Runnable moved;
  private @Nullable PodStream own;

  /**
   * @param opener makes a stream behind an event
   * @param moved called whenever the lane may be at another place
   */
  Following(
      Lane lane,
      CatchUps catchUps,
      BiFunction<OptionalLong, PodStream.Listener, PodStream> opener,
      Runnable moved) {
    this.lane = lane;
    this.catchUps = catchUps;
    this.opener = opener;
    this.moved = moved;
  }

  Lane lane() {
    return lane;
  }

  @Override
  public void sharedAt(long sequence) {
    lane.sharedAt(sequence);
    look();
  }

  @Override
  public void sharedEvent(PodEvent event) {
    lane.sharedEvent(event);
    look();
  }

  @Override
  public void opened(long sequence) {
    // The pod repeats from where it was asked to begin.
  }

  @Override
  public void event(PodEvent event) {
    lane.ownEvent(event);
    look();
  }

  @Override
  public void idle() {
    lane.ownIdle();
    look();
  }

  private void look() {
    moved.run();
    if (lane.isBehind() && own == null) {
      own = opener.apply(lane.read(), this);
      catchUps.begin(own);
    } else if (!lane.isBehind()) {
      end();
    }
  }

  /** Reads nothing more by a stream of its own. */
  void end() {
    if (own != null) {
      PodStream ended = own;
      own = null;
      catchUps.end(ended);
    }
  }
}
