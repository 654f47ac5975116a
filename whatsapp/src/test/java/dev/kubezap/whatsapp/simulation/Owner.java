package dev.kubezap.whatsapp.simulation;

import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.engine.TurnedSession;
import dev.kubezap.whatsapp.store.FencedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One process with the session in it, from its acquiring to its end. */
final class Owner implements ClientListener {
  /** Between something arriving and the thread that takes it: what comes meanwhile is one batch. */
  private static final int BATCH_MICROS = 8_000;

  final int number;
  final int token;
  final TurnedSession session;
  final List<Link> links = new ArrayList<>();
  private final Simulation simulation;
  private Instant wakeAt = Instant.MAX;
  private boolean alive = true;
  private boolean frozen;

  Owner(Simulation simulation, int number) {
    this.simulation = simulation;
    this.number = number;
    this.token = simulation.database.acquire();
    this.session =
        new TurnedSession(
            new OwnedStore(simulation, this),
            simulation.volume,
            (attempt, listener) -> {
              Link link = new Link(simulation, this, attempt, listener);
              links.add(link);
              return link;
            },
            simulation.time,
            new SeededBytes(simulation.plan.seed() * 1_000 + number),
            this);
  }

  void begin() {
    simulation.trace.add(this + " begins");
    session.begin();
    wake();
  }

  boolean isAlive() {
    return alive;
  }

  /** Something arrived: the thread runs soon. */
  void wake() {
    wakeAt(
        simulation
            .time
            .instant()
            .plus(simulation.time.latency("batch", simulation.next(), BATCH_MICROS)));
  }

  private void wakeAt(Instant when) {
    if (!alive || !when.isBefore(wakeAt)) {
      return;
    }
    wakeAt = when;
    simulation.time.at(
        when,
        () -> {
          if (alive && !frozen && wakeAt.equals(when)) {
            wakeAt = Instant.MAX;
            turn();
          }
        });
  }

  private void turn() {
    try {
      Duration pause = session.turn();
      wakeAt(simulation.time.instant().plus(pause));
    } catch (Crash e) {
      simulation.trace.add(this + " dies");
      dies();
      simulation.crashed();
    } catch (FencedException e) {
      simulation.trace.add(this + " is fenced: " + e.getMessage());
      alive = false;
      session.fenced(e);
      simulation.ended();
    }
  }

  private void dies() {
    alive = false;
    links.forEach(Link::processDied);
  }

  /** Stands still until it is thawed. */
  void freeze() {
    frozen = true;
  }

  /** Goes on. */
  void thaw() {
    frozen = false;
    wakeAt = Instant.MAX;
    wake();
  }

  @Override
  public void changed(SessionSnapshot snapshot) {
    simulation.trace.add(this + " is " + snapshot.phase() + snapshot.reason().orElse(""));
  }

  @Override
  public void committed() {}

  @Override
  public void fenced(FencedException cause) {}

  @Override
  public String toString() {
    return "owner" + number;
  }
}
