package dev.kubezap.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** The one stream of a session's events that all readers share. Runs on one event loop. */
final class Source implements PodStream.Listener {

  /** Takes what comes by it. */
  interface Follower {
    /** The stream is at this event. */
    void sharedAt(long sequence);

    /** The next event. */
    void sharedEvent(PodEvent event);
  }

  private final PodStream stream;
  private final List<Follower> followers = new ArrayList<>();
  private OptionalLong at = OptionalLong.empty();

  /** Opens the stream. */
  Source(Function<PodStream.Listener, PodStream> opener) {
    stream = opener.apply(this);
    stream.ask();
  }

  void join(Follower follower) {
    followers.add(follower);
    at.ifPresent(follower::sharedAt);
  }

  void leave(Follower follower) {
    followers.remove(follower);
  }

  boolean isDeserted() {
    return followers.isEmpty();
  }

  /** Something about the session changed: its pod may be there now. */
  void changed() {
    stream.ask();
  }

  void end() {
    stream.end();
  }

  @Override
  public void opened(long sequence) {
    at = OptionalLong.of(sequence);
    followers.forEach(follower -> follower.sharedAt(sequence));
  }

  @Override
  public void event(PodEvent event) {
    at = OptionalLong.of(event.sequence());
    followers.forEach(follower -> follower.sharedEvent(event));
  }

  @Override
  public void idle() {
    // Silence on the shared stream means nothing to anybody.
  }
}
