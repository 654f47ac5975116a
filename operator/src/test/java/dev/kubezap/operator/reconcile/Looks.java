package dev.kubezap.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often each session was looked at. */
final class Looks implements Metrics {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
    String name = resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
    counts.computeIfAbsent(name, first -> new LongAdder()).increment();
  }

  long count(String session) {
    return counts.getOrDefault(session, new LongAdder()).sum();
  }
}
