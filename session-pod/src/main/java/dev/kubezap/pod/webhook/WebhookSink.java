package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.webhook.SinkSignals.Signal;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;

/** Delivers to one webhook: one thread decides, a few deliver. */
final class WebhookSink {
  private static final Logger LOG = Logger.getLogger(WebhookSink.class);
  private static final int SLOTS = 8;
  private static final int MOST_READ = 64;

  /** Rows held after a start or a replay; the others are read when these are done. */
  private static final int MOST_HELD = 10_000;

  /** Whoever stores events wakes it; this is for a signal that nobody foresaw to be lost. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration ENDING_PATIENCE = Duration.ofSeconds(2);

  private final DeliveryTable table;
  private final long newBeginsAfter;
  private final EventLog log;
  private final EventSender sender;
  private final Attempts attempts;
  private final RetryPolicy usual;
  private volatile RetryPolicy policy;
  private final WebhookMetrics metrics;
  private final GivenUpListener listener;
  private GivenUpNews news;
  private final Clock clock;
  private final DoubleSupplier jitter;
  private final SinkSignals signals = new SinkSignals();
  private volatile WebhookEndpoint endpoint;
  private Instant nextGivingUp = Instant.EPOCH;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  WebhookSink(
      WebhookEndpoint endpoint,
      DeliveryTable table,
      long newBeginsAfter,
      EventLog log,
      EventSender sender,
      Delivering delivering) {
    this.endpoint = endpoint;
    this.table = table;
    this.newBeginsAfter = newBeginsAfter;
    this.log = log;
    this.sender = sender;
    this.attempts =
        new Attempts(sender, (event, result) -> signals.add(new Signal.Ended(event, result)));
    this.usual = delivering.policy();
    this.policy = usual.within(endpoint.terms());
    this.metrics = delivering.metrics();
    this.listener = delivering.givenUp();
    this.news = new GivenUpNews(endpoint.name(), listener);
    this.clock = delivering.clock();
    this.jitter = delivering.jitter();
    this.thread = Thread.ofVirtual().name("webhook-" + endpoint.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  WebhookEndpoint endpoint() {
    return endpoint;
  }

  DeliveryTable table() {
    return table;
  }

  /** From the next attempt on; what waits is tried at once, since the change may be the cure. */
  void change(WebhookEndpoint next) {
    boolean otherTerms = !next.terms().equals(endpoint.terms());
    endpoint = next;
    policy = usual.within(next.terms());
    // What has waited is judged by the new terms when its rows are read anew.
    signals.add(otherTerms ? new Signal.Reload() : new Signal.Changed());
  }

  /** Looks for new events and for what is due. */
  void wake() {
    signals.wake();
  }

  /** Reads its rows anew. */
  void reload() {
    signals.add(new Signal.Reload());
  }

  /**
   * Ends. Attempts under way get a moment to finish; those that do not are made again by whoever
   * owns the session next.
   */
  void stop() {
    stopping.countDown();
    wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.close();
  }

  private void run() {
    int defects = 0;
    try {
      Duration pause = Duration.ZERO;
      while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        long begun = System.nanoTime();
        pause = Duration.ZERO;
        try {
          table.open(newBeginsAfter);
          DeliveryTable.Stored stored = table.load(SinkState.MOST_OF_CHAT, MOST_HELD);
          deliver(
              new SinkState(policy, stored.position(), stored.failingSince(), stored.waiting()));
        } catch (SQLException | StoreUnavailableException e) {
          pause = Duration.ofMillis(200 + (long) (jitter.getAsDouble() * 800));
        } catch (RuntimeException | Error e) {
          LOG.errorf(
              "Deliveries to %s are begun anew after a fault: %s", endpoint, FaultPlace.of(e));
          boolean rare = System.nanoTime() - begun > policy.longest().toNanos();
          defects = rare ? 1 : defects + 1;
          pause = policy.delay(defects, AttemptResult.INTERNAL, jitter.getAsDouble());
        } finally {
          attempts.cutOff();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Works until it is stopped, or until the rows have to be read anew. */
  private void deliver(SinkState state) throws SQLException, InterruptedException {
    boolean look = true;
    boolean ending = false;
    long endingSince = 0;
    // What was not told was not stored either, and is tried again.
    news = new GivenUpNews(endpoint.name(), listener);
    CheckpointPace pace = new CheckpointPace(state.position(), System.nanoTime());
    while (true) {
      if (!ending) {
        int room = state.room();
        int wanted = Math.min(room, MOST_READ);
        if (look && wanted > 0) {
          EventLog.Stretch fresh = log.after(state.read(), wanted, endpoint::wants);
          look = fresh.count() == wanted;
          state.append(fresh.events(), fresh.last());
        }
        refill(state, pace);
        begin(state);
      }
      if (pace.isDue(state, System.nanoTime())) {
        write(state, pace);
      }
      List<Signal> told = signals.take(wait(state, look && !ending));
      look = look || told.isEmpty();
      for (Signal signal : told) {
        switch (signal) {
          case Signal.Ended ended -> ended(state, pace, ended);
          case Signal.Wake wake -> look = true;
          case Signal.Changed changed -> {
            state.makeDue(clock.instant());
            look = true;
          }
          case Signal.Reload reload -> ending = true;
        }
      }
      ending = ending || state.isToBeReadAnew() || stopping.getCount() == 0;
      endingSince = ending && endingSince == 0 ? System.nanoTime() : endingSince;
      attempts.interruptStuck();
      boolean ended =
          ending
              && (state.inFlight() == 0
                  || System.nanoTime() - endingSince > ENDING_PATIENCE.toNanos());
      if (ended) {
        write(state.lastCheckpoint());
      }
      if (ended || giveUpOld(state)) {
        return;
      }
    }
  }

  private void write(Checkpoint checkpoint) throws SQLException {
    news.tell();
    if (!table.write(checkpoint)) {
      throw new SQLException("the session has another owner");
    }
  }

  private void write(SinkState state, CheckpointPace pace) throws SQLException {
    write(state.checkpoint());
    pace.written(state.position(), System.nanoTime());
  }

  /** Reads further rows of chats that have some, when those are done that were read before. */
  private void refill(SinkState state, CheckpointPace pace) throws SQLException {
    List<String> dry = state.dry();
    if (!dry.isEmpty()) {
      // What is done must be gone, or it would be read again.
      write(state, pace);
      state.refill(dry, table.waiting(dry, SinkState.MOST_OF_CHAT, state.rowsToHold(MOST_HELD)));
    }
  }

  private void begin(SinkState state) {
    while (beginOnce(state)) {
      // What ended without an attempt gave way to the next of its chat.
    }
  }

  /** Begins what may be; true when some ended without an attempt. */
  private boolean beginOnce(SinkState state) {
    List<Delivery> begun = state.begin(clock.instant(), SLOTS);
    if (begun.isEmpty()) {
      return false;
    }
    Map<Long, StoredEvent> events = new HashMap<>();
    List<Long> absent = new ArrayList<>();
    for (Delivery delivery : begun) {
      state
          .event(delivery.sequence())
          .ifPresentOrElse(
              event -> events.put(event.sequence(), event), () -> absent.add(delivery.sequence()));
    }
    if (!absent.isEmpty()) {
      log.listed(absent).forEach(event -> events.put(event.sequence(), event));
    }
    boolean without = false;
    for (Delivery delivery : begun) {
      StoredEvent event = events.get(delivery.sequence());
      without = without || event == null || !event.readable();
      if (event == null) {
        state.gone(delivery.sequence(), clock.instant());
      } else if (!event.readable()) {
        news.add(event, state.attempts(delivery.sequence()) + 1, AttemptResult.UNREADABLE);
        state.unreadable(delivery.sequence(), clock.instant());
        metrics.failed(endpoint.name(), AttemptResult.UNREADABLE.reason());
        metrics.deadLettered(endpoint.name(), 1);
      } else {
        attempts.begin(endpoint, event);
      }
    }
    return without;
  }

  private void ended(SinkState state, CheckpointPace pace, Signal.Ended ended) {
    if (!attempts.end(ended.event().sequence())) {
      // Of before the rows were read anew.
      return;
    }
    Instant now = clock.instant();
    long sequence = ended.event().sequence();
    String name = endpoint.name();
    switch (ended.result()) {
      case AttemptResult.Delivered delivered -> {
        state.delivered(sequence, now);
        pace.delivered();
        metrics.delivered(name, Duration.between(ended.event().at(), now));
      }
      case AttemptResult.Refused refused ->
          failed(state, ended.event(), refused, Integer.toString(refused.status()), now);
      case AttemptResult.Failed failed ->
          failed(state, ended.event(), failed, failed.reason(), now);
    }
  }

  private void failed(
      SinkState state, StoredEvent event, AttemptResult result, String reason, Instant now) {
    metrics.failed(endpoint.name(), reason);
    int attempts = state.attempts(event.sequence()) + 1;
    if (state.failed(event.sequence(), result, now, jitter.getAsDouble())) {
      news.add(event, attempts, result);
      metrics.deadLettered(endpoint.name(), 1);
    }
  }

  /**
   * When nothing was delivered for so long that even the first failure is given up, so is all that
   * is as old; not before another chat was refused too, since those that failed say nothing of it.
   */
  private boolean giveUpOld(SinkState state) throws SQLException {
    Instant now = clock.instant();
    if (now.isBefore(nextGivingUp)
        || !state.refusesOthersToo()
        || state.failingSince().filter(since -> policy.givesUp(since, now)).isEmpty()) {
      return false;
    }
    // Not for every event that grows old: what is read anew is tried at once.
    nextGivingUp = now.plus(policy.longest());
    // What was learned is not to be learned and counted again from the rows.
    write(state.checkpoint());
    long count =
        table.giveUpBefore(
            now.minus(policy.giveUpAfter()), endpoint.events().toArray(String[]::new));
    if (count > 0) {
      news.tellUntried(count);
      metrics.deadLettered(endpoint.name(), count);
    }
    return count > 0;
  }

  /** Milliseconds to wait for a signal. */
  private long wait(SinkState state, boolean look) {
    if (look && state.room() > 0) {
      return 0;
    }
    long longest = state.inFlight() > 0 ? CheckpointPace.AFTER.toMillis() : LONGEST_WAIT.toMillis();
    return state
        .nextDue(SLOTS)
        .map(next -> Duration.between(clock.instant(), next).toMillis() + 1)
        .map(left -> Math.clamp(left, 1L, longest))
        .orElse(longest);
  }
}
