package dev.kubezap.whatsapp.simulation;

import dev.kubezap.simulator.VirtualServer;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.store.IdentityStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run: a world, its traffic, and what goes wrong in it. */
final class Simulation {
  private static final Duration TROUBLE = Duration.ofSeconds(45);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration QUEUE_PATIENCE = Duration.ofMinutes(1);
  private static final Duration AT_MOST = Duration.ofMinutes(40);
  private static final Duration RESTART = Duration.ofMillis(200);
  private static final int PHONE_MICROS = 5_000;

  final Plan plan;
  final Variant variant;
  final Template template;
  final Scheduler time;
  final Trace trace;
  final Checker checker = new Checker();
  final Volume volume = new Volume();
  final Database database;
  final VirtualServer server;
  final Traffic traffic;
  final Readers readers;
  private final List<Owner> owners = new ArrayList<>();
  private final Map<Fault.Place, Integer> points = new EnumMap<>(Fault.Place.class);
  private final Map<Device, Instant> phonesBusyUntil = new HashMap<>();
  private boolean troubled = true;
  private boolean nested;

  /** The phones do what they are told at once: whoever asks them for their keys waits for it. */
  private boolean atOnce;

  private long numbers;

  /** What a run came to. */
  record Result(Plan plan, List<String> failures, String digest, List<String> trace) {
    boolean failed() {
      return !failures.isEmpty();
    }
  }

  /** The credentials, which nothing in a run may erase. */
  final class Volume implements IdentityStore {
    private Optional<DeviceIdentity> stored = Optional.empty();

    @Override
    public Optional<DeviceIdentity> load() {
      return stored;
    }

    @Override
    public void save(DeviceIdentity identity) {
      stored = Optional.of(identity);
    }

    @Override
    public void erase() {
      checker.fail("the credentials were erased");
      stored = Optional.empty();
    }
  }

  private Simulation(Plan plan, Variant variant, Template template) {
    this.plan = plan;
    this.variant = variant;
    this.template = template;
    time = new Scheduler(plan.seed());
    trace = new Trace(time);
    database = new Database(time, variant, checker);
    server = new VirtualServer(new SeededSecureRandom(plan.seed()), time, this::phoneTask);
    server.restore(template.world());
    database.restore(template.commits());
    volume.save(template.identity());
    traffic = new Traffic(this);
    readers = new Readers(this);
  }

  /** The first log-in of a companion, without traffic. */
  static Simulation first(Template blank) {
    Simulation simulation = new Simulation(new Plan(0, List.of()), Variant.RIGHT, blank);
    simulation.start();
    simulation.time.runUntil(Scheduler.BEGIN.plus(TROUBLE));
    simulation.atOnce = true;
    return simulation;
  }

  /** Runs a plan to its end. */
  static Result run(Plan plan, Variant variant, Template template) {
    Simulation simulation = new Simulation(plan, variant, template);
    try {
      simulation.run();
    } catch (RuntimeException e) {
      simulation.checker.fail("failed: " + e);
    }
    return new Result(
        plan, simulation.checker.failures(), simulation.trace.digest(), simulation.trace.lines());
  }

  private void run() {
    start();
    traffic.plan();
    readers.plan();
    time.runUntil(Scheduler.BEGIN.plus(TROUBLE));
    troubled = false;
    trace.add("the trouble is over");
    database.goAway(Duration.ZERO);
    if (newest().isEmpty()) {
      start();
    }
    time.runUntil(time.instant().plus(LOOK));
    checkQueue();
    // What was lost under way comes with the next log-in.
    owners.forEach(owner -> owner.links.stream().filter(Link::isOpen).forEach(Link::breakDown));
    traffic.last();
    Instant end = time.instant().plus(AT_MOST);
    do {
      time.runUntil(time.instant().plus(LOOK));
    } while (time.instant().isBefore(end) && !isSettled());
    checker.finish(this);
  }

  /** What can be sent is sent on this connection, and does not wait for the next one. */
  private void checkQueue() {
    Instant end = time.instant().plus(QUEUE_PATIENCE);
    while (isConnected() && !database.rows().queued(1).isEmpty()) {
      if (!time.instant().isBefore(end)) {
        checker.fail("queued though connected: " + database.rows().queued(100).size());
        return;
      }
      time.runUntil(time.instant().plus(LOOK));
    }
  }

  private boolean isConnected() {
    return newest()
        .filter(owner -> owner.session.snapshot().phase() == Phase.CONNECTED)
        .isPresent();
  }

  private boolean isSettled() {
    return newest().filter(owner -> owner.session.isSettled()).isPresent()
        && checker.missing(this).isEmpty();
  }

  /** A number that no other occurrence of the run has. */
  long next() {
    return ++numbers;
  }

  Device companion() {
    return server.account(Template.OWN_NUMBER).device(template.device()).orElseThrow();
  }

  /** What happens at the next point of a place. */
  Optional<Fault> faultAt(Fault.Place place, String what) {
    int number = points.merge(place, 1, Integer::sum);
    trace.add(what + " (" + place + " " + number + ")");
    if (!troubled) {
      return Optional.empty();
    }
    Optional<Fault> fault = plan.at(place, number);
    fault.ifPresent(f -> trace.add("  fault " + f));
    return fault;
  }

  private void phoneTask(Device phone, Runnable task) {
    if (atOnce) {
      task.run();
      return;
    }
    Instant at = time.instant().plus(time.latency("phone", next(), PHONE_MICROS));
    Instant busy = phonesBusyUntil.getOrDefault(phone, Instant.MIN);
    Instant when = at.isAfter(busy) ? at : busy.plusNanos(1_000);
    phonesBusyUntil.put(phone, when);
    time.at(when, task);
  }

  private Owner start() {
    Owner owner = new Owner(this, owners.size() + 1);
    owners.add(owner);
    owner.begin();
    return owner;
  }

  private Optional<Owner> newest() {
    return owners.reversed().stream().filter(Owner::isAlive).findFirst();
  }

  /** A living process: the newest, or now and then another that a caller still knows. */
  Optional<Owner> somebody(int attempt) {
    List<Owner> alive = owners.reversed().stream().filter(Owner::isAlive).toList();
    return alive.isEmpty() ? Optional.empty() : Optional.of(alive.get(attempt % alive.size()));
  }

  /** A process is gone without a trace. */
  void crashed() {
    database.crashed();
    ended();
  }

  /** A process ended; when it was the last, another begins soon. */
  void ended() {
    time.after(
        RESTART,
        () -> {
          if (newest().isEmpty()) {
            start();
          }
        });
  }

  /** A second process takes the session over while the first goes on. */
  void takeOver() {
    time.after(RESTART, this::startSecond);
  }

  private void startSecond() {
    if (owners.stream().filter(Owner::isAlive).count() < 2) {
      start();
    }
  }

  /** A process stands still for a while, and another takes the session over meanwhile. */
  void freeze(Owner owner, Duration howLong) {
    if (nested || owners.stream().filter(Owner::isAlive).count() > 1) {
      return;
    }
    nested = true;
    trace.add(owner + " is frozen");
    owner.freeze();
    start();
    time.runUntil(time.instant().plus(howLong));
    trace.add(owner + " goes on");
    owner.thaw();
    nested = false;
  }
}
