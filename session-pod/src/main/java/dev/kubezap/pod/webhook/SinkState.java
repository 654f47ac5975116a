package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one webhook still has to deliver, and every decision about it. Holds no clock, thread or
 * connection.
 *
 * <p>The webhook's position in the outbox moves over everything that is delivered, not wanted, or
 * has a row. An event gets a row only when it failed or waits behind a failed one of its chat. When
 * nothing at all gets through, it reads no further than to an event of a chat that has not failed,
 * and tries the endpoint with that and with what failed, one of each at a time.
 */
final class SinkState {
  /** Events read ahead of the position. */
  private static final int WINDOW = 256;

  /** Rows held; more of them stop the reading too. */
  private static final int MOST_ROWS = 5_000;

  /** Deliveries of one chat held, so that one that fails takes the room of no other. */
  static final int MOST_OF_CHAT = 256;

  /** The same for a chat whose first one failed: a thousand of them leave room for the rest. */
  private static final int MOST_OF_FAILING = 4;

  private final RetryPolicy policy;
  private final Unfinished unfinished = new Unfinished();
  private final Map<Long, StoredEvent> events = new HashMap<>();
  private final CheckpointDraft draft = new CheckpointDraft();
  private long read;
  private final SlotShares shares = new SlotShares();
  private int rows;
  private final Outage outage;
  private final Overflow overflow;

  /** When so few are left the rows are to be read anew, since there are chats without any here. */
  private final int readAnewAt;

  private Optional<Instant> failingSince;

  SinkState(RetryPolicy policy, long position, Optional<Instant> failingSince, WaitingRows stored) {
    this.policy = policy;
    this.read = position;
    this.failingSince = failingSince;
    overflow = new Overflow(stored.more());
    hold(stored);
    letGo();
    outage = new Outage(policy, failingSince, stored.deliveries());
    readAnewAt = stored.everyChat() ? -1 : rows / 2;
  }

  /** The sequence after which to read on. */
  long read() {
    return read;
  }

  Optional<Instant> failingSince() {
    return failingSince;
  }

  int inFlight() {
    return shares.inFlight();
  }

  /** Whether the endpoint counts as away. */
  boolean away() {
    return outage.away();
  }

  /** Whether it is away, and not for chats alone that failed before. */
  boolean refusesOthersToo() {
    return outage.refusesOthersToo();
  }

  /** How many more events to read now. */
  int room() {
    if (readAnewAt >= 0) {
      // Newer events of a chat whose rows are not known would overtake them.
      return 0;
    }
    // One of another chat is enough to try an endpoint with that is away.
    return rows >= MOST_ROWS || (away() && unfinished.hasHead(false)) ? 0 : window();
  }

  private int window() {
    return Math.max(0, WINDOW - (unfinished.size() - rows) - overflow.unwritten());
  }

  /**
   * Takes what was read of the outbox.
   *
   * @param fresh the wanted events
   * @param last the sequence up to which it was read
   */
  void append(List<StoredEvent> fresh, long last) {
    for (StoredEvent event : fresh) {
      Delivery delivery = Delivery.fresh(event.sequence(), event.subject());
      if (unfinished.contains(event.sequence())) {
        continue;
      }
      if (overflow.has(delivery.chat()) || unfinished.sizeOf(delivery.chat()) >= MOST_OF_CHAT) {
        overflow.add(delivery);
      } else {
        events.put(event.sequence(), event);
        unfinished.add(new Unfinished.Entry(delivery, false));
      }
    }
    read = last;
  }

  /** Chats of which nothing is held any more, but further rows are stored. */
  List<String> dry() {
    return overflow.chats().stream().filter(chat -> unfinished.sizeOf(chat) == 0).toList();
  }

  /** How many more rows to hold for them: at least one of each. */
  int rowsToHold(int most) {
    return Math.max(most - rows, dry().size());
  }

  /**
   * Takes further rows.
   *
   * @param asked the chats of which they were read, once everything was written
   */
  void refill(List<String> asked, WaitingRows further) {
    overflow.refilled(asked, further);
    hold(further);
  }

  private void hold(WaitingRows stored) {
    stored.deliveries().forEach(delivery -> unfinished.add(new Unfinished.Entry(delivery, true)));
    rows += stored.deliveries().size();
  }

  /** Whether all rows are to be read anew. */
  boolean isToBeReadAnew() {
    return unfinished.size() <= readAnewAt;
  }

  /** Begins what may be delivered now: the first of each chat when it is due. */
  List<Delivery> begin(Instant now, int slots) {
    List<Delivery> begun = new ArrayList<>();
    shares.look(now);
    if (away()) {
      probes().stream()
          .filter(entry -> !outage.from(entry.delivery).isAfter(now))
          .forEach(entry -> start(entry, now, begun));
      return begun;
    }
    for (Unfinished.Entry entry : unfinished.all()) {
      if (inFlight() >= SlotShares.MOST) {
        break;
      }
      if (!entry.inFlight
          && unfinished.isHead(entry)
          && entry.delivery.isDue(now)
          && shares.admits(entry.chat(), entry.retried(), slots)) {
        start(entry, now, begun);
      }
    }
    return begun;
  }

  private void start(Unfinished.Entry entry, Instant now, List<Delivery> begun) {
    entry.inFlight = true;
    shares.begin(entry.delivery.sequence(), entry.chat(), entry.retried(), now);
    begun.add(entry.delivery);
  }

  /** The event's content when it is still at hand. */
  Optional<StoredEvent> event(long sequence) {
    return Optional.ofNullable(events.get(sequence));
  }

  /** An attempt succeeded. */
  void delivered(long sequence, Instant now) {
    Unfinished.Entry entry = end(sequence, now);
    boolean wasAway = away();
    outage.delivered();
    failingSince = Optional.empty();
    remove(entry);
    if (wasAway) {
      makeDue(now);
    }
  }

  /** How often it was tried in vain. */
  int attempts(long sequence) {
    Unfinished.Entry entry = unfinished.get(sequence);
    return entry == null ? 0 : entry.delivery.attempts();
  }

  /** An attempt failed; true when the delivery is given up for good. */
  boolean failed(long sequence, AttemptResult result, Instant now, double jitter) {
    Unfinished.Entry entry = end(sequence, now);
    failingSince = failingSince.or(() -> Optional.of(now));
    Duration wait = policy.delay(entry.delivery.attempts() + 1, result, jitter);
    outage.failed(entry.delivery, result, wait, now, jitter);
    entry.delivery = entry.delivery.failed(result, now, now.plus(wait));
    if (policy.givesUp(
        entry.delivery.attempts(), entry.delivery.firstAttemptAt().orElse(now), now)) {
      draft.dead(entry.delivery);
      remove(entry);
      return true;
    }
    draft.changed(entry);
    return false;
  }

  /** The event cannot be read, now or ever: it is given up, and its chat goes on. */
  void unreadable(long sequence, Instant now) {
    Unfinished.Entry entry = end(sequence, now);
    entry.delivery = entry.delivery.failed(AttemptResult.UNREADABLE, now, now);
    draft.dead(entry.delivery);
    remove(entry);
  }

  /** The event is gone from the outbox: there is nothing to deliver. */
  void gone(long sequence, Instant now) {
    remove(end(sequence, now));
  }

  /** Everything that waits for its next attempt may have it now. */
  void makeDue(Instant now) {
    outage.tryNow();
    unfinished.makeDue(now);
  }

  /**
   * When something becomes due; empty when nothing waits for a time. What waits for an attempt to
   * end, since no more may be under way, waits for no time.
   *
   * @param slots as when they are begun
   */
  Optional<Instant> nextDue(int slots) {
    if (away()) {
      return probes().stream().map(entry -> outage.from(entry.delivery)).min(Instant::compareTo);
    }
    return unfinished.nextDue(entry -> shares.admits(entry.chat(), entry.retried(), slots));
  }

  /** Whether there is anything to write beyond the position. */
  boolean hasChanges() {
    return !draft.isEmpty()
        || overflow.unwritten() > 0
        || (window() == 0 && setAside().findAny().isPresent());
  }

  /**
   * What to write at a stop: whatever is unfinished gets a row, so that nothing delivered is
   * delivered again.
   */
  Checkpoint lastCheckpoint() {
    unfinished.all().stream().filter(entry -> !entry.stored).forEach(draft::changed);
    return checkpoint();
  }

  /**
   * What to write now. The caller writes it in one transaction, or starts over from what is stored.
   */
  Checkpoint checkpoint() {
    setAside().forEach(draft::changed);
    for (Unfinished.Entry entry : draft.rows()) {
      if (!entry.stored) {
        entry.stored = true;
        rows++;
      }
      if (!entry.inFlight) {
        events.remove(entry.delivery.sequence());
      }
    }
    List<Delivery> further = overflow.take();
    Checkpoint checkpoint = draft.take(position(), failingSince, further);
    letGo();
    return checkpoint;
  }

  /** What waits behind failures is in its rows, so that many chats may fail at once. */
  private void letGo() {
    for (Unfinished.Entry entry : unfinished.behindFailures(MOST_OF_FAILING)) {
      unfinished.remove(entry);
      overflow.add(entry.chat());
      rows--;
    }
  }

  /** Up to where everything is accounted for, once what is to be written is written. */
  long position() {
    long unwritten = overflow.firstUnwritten().orElse(read + 1);
    for (Unfinished.Entry entry : unfinished.all()) {
      if (!entry.stored) {
        return Math.min(entry.delivery.sequence(), unwritten) - 1;
      }
    }
    return unwritten - 1;
  }

  /** What to try an endpoint with that is away: one that failed and one of another chat. */
  private List<Unfinished.Entry> probes() {
    return Stream.of(true, false).flatMap(failed -> unfinished.probe(failed).stream()).toList();
  }

  /** Behind a failure of its chat, or behind a slow one, it gets a row and frees the window. */
  private Stream<Unfinished.Entry> setAside() {
    return unfinished.all().stream()
        .filter(entry -> !entry.stored && !entry.inFlight)
        .filter(entry -> unfinished.head(entry).retried() || shares.isSlow(entry.chat()));
  }

  private Unfinished.Entry end(long sequence, Instant now) {
    Unfinished.Entry entry = unfinished.get(sequence);
    if (entry == null || !entry.inFlight) {
      throw new IllegalStateException("delivery " + sequence + " is not in flight");
    }
    entry.inFlight = false;
    shares.end(sequence, now);
    return entry;
  }

  private void remove(Unfinished.Entry entry) {
    unfinished.remove(entry);
    events.remove(entry.delivery.sequence());
    rows -= entry.stored ? 1 : 0;
    draft.finished(entry);
  }
}
