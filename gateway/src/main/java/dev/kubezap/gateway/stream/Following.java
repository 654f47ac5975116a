package dev.kubezap.gateway.stream;

import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One session as one reader follows it: by the stream that all share, and until the reader is as
 * far as that by one of its own. Runs on one event loop.
 */
final class Following implements Source.Follower, PodStream.Listener {

  private final ReadPosition position;
  private final CatchUps catchUps;
  private final BiFunction<OptionalLong, PodStream.Listener, PodStream> opener;
  private final Runnable moved;
  private @Nullable PodStream own;

  /**
   * @param opener makes a stream behind an event
   * @param moved called whenever the position may be at another place
   */
  Following(
      ReadPosition position,
      CatchUps catchUps,
      BiFunction<OptionalLong, PodStream.Listener, PodStream> opener,
      Runnable moved) {
    this.position = position;
    this.catchUps = catchUps;
    this.opener = opener;
    this.moved = moved;
  }

  ReadPosition position() {
    return position;
  }

  @Override
  public void sharedAt(long sequence) {
    position.sharedAt(sequence);
    look();
  }

  @Override
  public void sharedEvent(PodEvent event) {
    position.sharedEvent(event);
    look();
  }

  @Override
  public void opened(long sequence) {
    // The pod repeats from where it was asked to begin.
  }

  @Override
  public void event(PodEvent event) {
    position.ownEvent(event);
    look();
  }

  @Override
  public void idle() {
    position.ownIdle();
    look();
  }

  private void look() {
    moved.run();
    if (position.isBehind() && own == null) {
      own = opener.apply(position.read(), this);
      catchUps.begin(own);
    } else if (!position.isBehind()) {
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
