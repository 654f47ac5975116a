package dev.kubezap.gateway.stream;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.proxy.PodToken;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Gives each reader the events of the sessions that they may read, by one stream to each pod,
 * however many readers there are; and none to a pod that nobody reads. All of it runs on one event
 * loop, every method may be called by any thread.
 */
public final class FleetEvents implements AutoCloseable {

  /** How many may read at once. */
  static final int MOST_READERS = 128;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int HEARTBEAT_SECONDS = 15;

  private final Vertx vertx;
  private final Context loop;
  private final Fleet fleet;
  private final PodConnector connector;
  private final RandomGenerator random;
  private final Clock clock;
  private final Semaphore places = new Semaphore(MOST_READERS);
  private final Map<SessionId, Source> sources = new HashMap<>();
  private final Set<Reader> readers = new HashSet<>();
  private final Fleet.Listening listening;
  private final long timer;
  private long seconds;
  private boolean closed;

  /**
   * Reads nothing yet.
   *
   * @param trustStatus whether a pod is where the resource's status says
   * @param patience how long connecting to a pod may take
   */
  public FleetEvents(
      Vertx vertx,
      Fleet fleet,
      PodToken token,
      boolean trustStatus,
      Duration patience,
      RandomGenerator random,
      Clock clock) {
    this.vertx = vertx;
    this.fleet = fleet;
    this.random = random;
    this.clock = clock;
    loop = vertx.getOrCreateContext();
    connector = new PodConnector(vertx, fleet, token, trustStatus, patience);
    listening = fleet.listen(change -> loop.runOnContext(any -> changed(change)));
    timer = vertx.setPeriodic(SECOND.toMillis(), any -> loop.runOnContext(then -> second()));
  }

  /** Takes the place of a reader; false when there is none. */
  boolean admit() {
    return places.tryAcquire();
  }

  /** Gives back a place that was not used. */
  void dismiss() {
    places.release();
  }

  /** How many sessions a reader would read. */
  long count(Caller caller, Selection selection) {
    return fleet.all().stream()
        .filter(session -> Reader.isSeen(caller, selection, session))
        .count();
  }

  /** Serves a reader who has a place, which comes back when they go. */
  void serve(Caller caller, SelectionReader.Wish wish, EventWriter writer) {
    loop.runOnContext(
        any -> {
          var reader = new Reader(caller, wish, writer, new AllPods(), clock);
          readers.add(reader);
          writer.onGone(() -> loop.runOnContext(gone -> leave(reader)));
          writer.onDrain(() -> loop.runOnContext(drained -> reader.drained()));
          if (closed) {
            reader.close();
          } else {
            reader.begin(fleet.all());
          }
        });
  }

  private void leave(Reader reader) {
    if (readers.remove(reader)) {
      reader.end();
      places.release();
    }
  }

  private void changed(Fleet.Change change) {
    Source source = sources.get(change.id());
    if (source != null) {
      source.changed();
    }
    List.copyOf(readers).forEach(reader -> reader.changed(change));
  }

  private void second() {
    seconds++;
    boolean heartbeat = seconds % HEARTBEAT_SECONDS == 0;
    readers.forEach(reader -> reader.second(heartbeat));
  }

  @Override
  public void close() {
    listening.close();
    vertx.cancelTimer(timer);
    loop.runOnContext(
        any -> {
          closed = true;
          List.copyOf(readers).forEach(Reader::close);
          sources.values().forEach(Source::end);
          sources.clear();
          connector.close();
        });
  }

  private final class AllPods implements Reader.Pods {
    @Override
    public Optional<WhatsAppSession> session(SessionId id) {
      return fleet.get(id);
    }

    @Override
    public void follow(SessionId id, Source.Follower follower) {
      sources
          .computeIfAbsent(
              id, any -> new Source(listener -> open(id, OptionalLong.empty(), listener)))
          .join(follower);
    }

    @Override
    public void leave(SessionId id, Source.Follower follower) {
      Source source = sources.get(id);
      if (source != null) {
        source.leave(follower);
        if (source.isDeserted()) {
          sources.remove(id);
          source.end();
        }
      }
    }

    @Override
    public PodStream open(SessionId id, OptionalLong after, PodStream.Listener listener) {
      return new PodStream(vertx, connector, random, id, after, listener);
    }
  }
}
