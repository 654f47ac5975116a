package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.Session;
import dev.kubezap.pod.kubernetes.StatusInput;
import dev.kubezap.pod.kubernetes.StatusWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Gathers what the resource's status is made of and hands it to the writer; without Kubernetes it
 * does nothing.
 */
final class StatusReporter implements AutoCloseable {
  private final Session session;
  private final String podUid;
  private final Optional<StatusWriter> writer;
  private final Map<String, String> degradations = new ConcurrentSkipListMap<>();
  private volatile long epoch;

  StatusReporter(Session session, String podUid, Optional<StatusWriter> writer) {
    this.session = session;
    this.podUid = podUid;
    this.writer = writer;
  }

  /** This process owns the session under this epoch. */
  void epoch(long number) {
    epoch = number;
  }

  /**
   * The highest epoch that the resource's status showed when this process began, 0 when it shows
   * none; completes when the API server has told.
   */
  CompletableFuture<Long> reportedEpoch() {
    return writer
        .map(StatusWriter::reportedEpoch)
        .orElseGet(() -> CompletableFuture.completedFuture(0L));
  }

  /**
   * Something is not as it should be, or is again.
   *
   * @param reason in CamelCase
   * @param message what to do; empty when it is as it should be
   */
  void degraded(String reason, Optional<String> message) {
    Optional<String> before =
        message.isPresent()
            ? Optional.ofNullable(degradations.put(reason, message.get()))
            : Optional.ofNullable(degradations.remove(reason));
    if (!before.equals(message)) {
      report();
    }
  }

  /** Something changed. */
  void report() {
    writer.ifPresent(
        to ->
            to.offer(
                new StatusInput(
                    session.snapshot(),
                    podUid,
                    session.client().isPresent(),
                    epoch,
                    degradation())));
  }

  /** One condition for all: the first reason by its name, and what to do about each. */
  private Optional<StatusInput.Degradation> degradation() {
    Map<String, String> now = new TreeMap<>(degradations);
    return now.keySet().stream()
        .findFirst()
        .map(first -> new StatusInput.Degradation(first, String.join(" ", now.values())));
  }

  @Override
  public void close() {
    writer.ifPresent(StatusWriter::close);
  }
}
