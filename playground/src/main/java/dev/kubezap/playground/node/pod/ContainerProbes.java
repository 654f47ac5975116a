package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.node.spec.ContainerPorts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The probes of one running process, and what they say together. */
final class ContainerProbes implements AutoCloseable {

  /** What is to be done after a probe's answer. */
  enum Verdict {
    NOTHING,
    RESTART
  }

  private static final int DEFAULT_FAILURES = 3;

  private final HttpClient http;
  private final Container container;
  private final ContainerPorts ports;
  private final long pid;
  private final Consumer<PodEvent> mailbox;
  private final Map<ProbeKind, ProbeCounter> counters = new EnumMap<>(ProbeKind.class);
  private final List<Thread> loops = new ArrayList<>();
  private boolean started;
  private boolean ready;

  /** Starts probing: the startup probe first, when there is one. */
  ContainerProbes(
      HttpClient http,
      Container container,
      ContainerPorts ports,
      long pid,
      Consumer<PodEvent> mailbox) {
    this.http = http;
    this.container = container;
    this.ports = ports;
    this.pid = pid;
    this.mailbox = mailbox;
    if (container.getStartupProbe() == null) {
      begin();
    } else {
      start(ProbeKind.STARTUP, container.getStartupProbe());
    }
  }

  boolean started() {
    return started;
  }

  boolean ready() {
    return ready;
  }

  /** Takes an answer. */
  Verdict record(ProbeKind kind, boolean success) {
    var counter = counters.get(kind);
    if (counter == null) {
      return Verdict.NOTHING;
    }
    var now = counter.after(success);
    counters.put(kind, now);
    var verdict = now.verdict();
    if (verdict.isEmpty()) {
      return Verdict.NOTHING;
    }
    var healthy = verdict.get();
    if (kind == ProbeKind.READINESS) {
      ready = healthy;
      return Verdict.NOTHING;
    }
    if (!healthy) {
      return Verdict.RESTART;
    }
    if (kind == ProbeKind.STARTUP && !started) {
      close();
      counters.remove(ProbeKind.STARTUP);
      begin();
    }
    return Verdict.NOTHING;
  }

  @Override
  public void close() {
    loops.forEach(Thread::interrupt);
    loops.clear();
  }

  private void begin() {
    started = true;
    start(ProbeKind.LIVENESS, container.getLivenessProbe());
    if (container.getReadinessProbe() == null) {
      ready = true;
    } else {
      start(ProbeKind.READINESS, container.getReadinessProbe());
    }
  }

  private void start(ProbeKind kind, @Nullable Probe probe) {
    if (probe == null) {
      return;
    }
    counters.put(
        kind,
        ProbeCounter.fresh(
            ProbeLoop.or(probe.getSuccessThreshold(), 1),
            ProbeLoop.or(probe.getFailureThreshold(), DEFAULT_FAILURES)));
    var loop =
        new ProbeLoop(
            http,
            address(probe),
            probe,
            (success, message) ->
                mailbox.accept(
                    new PodEvent.Probed(container.getName(), pid, kind, success, message)));
    loops.add(Thread.ofVirtual().name(kind.title() + "-probe-" + container.getName()).start(loop));
  }

  private URI address(Probe probe) {
    var get = probe.getHttpGet();
    var path = get.getPath() == null ? "/" : get.getPath();
    // A port that the container does not declare is one of this machine.
    int port =
        ports
            .local(get.getPort())
            .orElseGet(() -> get.getPort().getIntVal() == null ? 0 : get.getPort().getIntVal());
    return URI.create("http://127.0.0.1:" + port + (path.startsWith("/") ? path : "/" + path));
  }
}
