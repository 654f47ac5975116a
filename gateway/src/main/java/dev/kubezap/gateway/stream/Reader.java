package dev.kubezap.gateway.stream;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One caller who reads the events of all sessions that they may read. What is due to them is
 * bounded: statuses are told as they are when there is room, what was missed is read no faster than
 * they read, and who falls behind what happens now is cut off, to come back and go on where they
 * were. Runs on one event loop.
 */
final class Reader {

  private static final Logger LOG = Logger.getLogger(Reader.class);

  /** How much may be written to a reader that is full before it is cut off, in bytes. */
  static final int MOST_OVERDUE = 512 * 1024;

  /** How far clocks may be apart. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  private final Caller caller;
  private final Selection selection;
  private final Optional<Places> begin;
  private final EventWriter writer;
  private final Pods pods;
  private final Clock clock;
  private final Instant begun;
  private final Map<SessionId, Following> followings = new HashMap<>();
  private final Set<SessionId> statusesDue = new LinkedHashSet<>();
  private final CatchUps catchUps = new CatchUps();
  private boolean placeDue;
  private boolean ended;

  /** Where a reader gets sessions and their events. */
  interface Pods {
    /** A session as it is now; empty when it is gone. */
    Optional<WhatsAppSession> session(SessionId id);

    /** Has this told what comes by the stream that all share. */
    void follow(SessionId id, Source.Follower follower);

    /** Ends that. */
    void leave(SessionId id, Source.Follower follower);

    /** A stream of one's own, behind an event. */
    PodStream open(SessionId id, OptionalLong after, PodStream.Listener listener);
  }

  Reader(Caller caller, SelectionReader.Wish wish, EventWriter writer, Pods pods, Clock clock) {
    this.caller = caller;
    this.selection = wish.selection();
    this.begin = wish.after();
    this.writer = writer;
    this.pods = pods;
    this.clock = clock;
    begun = clock.instant();
  }

  /** Whether a session is one of those that it reads. */
  static boolean isSeen(Caller caller, Selection selection, WhatsAppSession session) {
    return caller.may(Scope.READ, Fleet.idOf(session)) && selection.takes(session);
  }

  /** Begins with all sessions that there are. */
  void begin(Iterable<WhatsAppSession> sessions) {
    for (WhatsAppSession session : sessions) {
      if (isSeen(caller, selection, session)) {
        come(session, begin.isPresent() && isYounger(session, begin.get().at()));
      }
    }
    tellStatuses();
  }

  /** A session came, changed or went. */
  void changed(Fleet.Change change) {
    SessionId id = change.id();
    Optional<WhatsAppSession> after =
        change.after().filter(session -> isSeen(caller, selection, session));
    Following following = followings.get(id);
    if (after.isEmpty()) {
      if (following != null) {
        go(id, following);
        if (change.after().isEmpty()) {
          statusesDue.add(id);
        }
      }
    } else if (following == null) {
      come(after.get(), change.before().isEmpty() && isYounger(after.get(), begun));
    } else if (change.before().isEmpty()
        || SessionStatus.differs(change.before().get(), after.get())) {
      statusesDue.add(id);
    }
    tellStatuses();
  }

  /** What happened to a session that was made meanwhile is told from its begin. */
  private static boolean isYounger(WhatsAppSession session, Instant than) {
    String made = session.getMetadata().getCreationTimestamp();
    return made != null && !Instant.parse(made).isBefore(than.minus(SKEW));
  }

  private void come(WhatsAppSession session, boolean fromItsBegin) {
    SessionId id = Fleet.idOf(session);
    long key =
        Places.keyOf(id, Objects.requireNonNullElse(session.getMetadata().getUid(), "without"));
    OptionalLong read = begin.orElse(Places.NONE).of(key);
    var position =
        new ReadPosition(
            key, read.isEmpty() && fromItsBegin ? OptionalLong.of(0) : read, this::deliver);
    var following =
        new Following(
            position,
            catchUps,
            (after, listener) -> pods.open(id, after, listener),
            () -> placeDue = true);
    followings.put(id, following);
    statusesDue.add(id);
    pods.follow(id, following);
  }

  private void go(SessionId id, Following following) {
    followings.remove(id);
    pods.leave(id, following);
    following.end();
  }

  private void tellStatuses() {
    var due = statusesDue.iterator();
    while (due.hasNext() && !writer.isFull()) {
      SessionId id = due.next();
      due.remove();
      Optional<WhatsAppSession> session = pods.session(id);
      String type = session.isPresent() ? SessionStatus.STATUS : SessionStatus.DELETED;
      boolean seen = session.map(one -> isSeen(caller, selection, one)).orElse(true);
      if (seen && selection.wants(type)) {
        Instant now = clock.instant();
        Buffer document =
            session
                .map(one -> SessionStatus.of(one, now))
                .orElseGet(() -> SessionStatus.deleted(id, now));
        writer.status(type, document);
      }
    }
  }

  private void deliver(PodEvent event) {
    if (ended || !selection.wants(event.type())) {
      return;
    }
    writer.event(event.type(), event.data(), place());
    placeDue = false;
    if (writer.isFull()) {
      catchUps.pause();
    }
    if (writer.overdue() > MOST_OVERDUE) {
      LOG.infof("A reader of events is cut off, since it reads too slowly: %s", caller.name());
      ended = true;
      writer.cut();
    }
  }

  private String place() {
    var sequences = new HashMap<Long, Long>();
    for (Following following : followings.values()) {
      ReadPosition position = following.position();
      position.read().ifPresent(sequence -> sequences.merge(position.key(), sequence, Math::min));
    }
    return new Places(clock.instant(), sequences).text();
  }

  /** The reader takes more. */
  void drained() {
    tellStatuses();
    catchUps.resume();
  }

  /** Called every second. */
  void second(boolean heartbeat) {
    if (ended || writer.isFull()) {
      return;
    }
    if (placeDue) {
      placeDue = false;
      writer.place(place());
    }
    if (heartbeat) {
      writer.heartbeat();
    }
  }

  /** Ends all that is done for it. */
  void end() {
    ended = true;
    Map.copyOf(followings).forEach(this::go);
  }

  /** Ends it, for the process ends. */
  void close() {
    end();
    writer.close();
  }
}
