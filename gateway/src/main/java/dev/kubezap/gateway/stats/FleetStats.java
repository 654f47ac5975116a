package dev.kubezap.gateway.stats;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.fleet.Fleet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Adds up what all pods of some sessions have counted. */
public final class FleetStats {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PodStats pods;
  private final Clock clock;

  /** Asks these pods. */
  public FleetStats(PodStats pods, Clock clock) {
    this.pods = pods;
    this.clock = clock;
  }

  /** The sums of these sessions; holds the thread for some seconds when pods do not answer. */
  public StatsDocument of(List<WhatsAppSession> sessions) throws InterruptedException {
    var sums = new StatsSums(clock.instant());
    sessions.forEach(sums::session);
    List<Future<Optional<JsonNode>>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (WhatsAppSession session : sessions) {
        asked.add(threads.submit(() -> pods.of(session, PATIENCE)));
      }
      for (int i = 0; i < asked.size(); i++) {
        var id = Fleet.idOf(sessions.get(i));
        asked.get(i).get().ifPresentOrElse(told -> sums.told(id, told), () -> sums.missing(id));
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pod could not be asked", e);
    }
    return sums.document();
  }
}
