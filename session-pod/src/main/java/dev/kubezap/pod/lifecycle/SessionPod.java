package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.HttpSettings;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.trace.Traces;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The running process: the pod's parts, joined to its HTTP ports and to signals. */
final class SessionPod {
  private final PodParts parts;
  private final HttpPorts ports;
  private final CountDownLatch ended = new CountDownLatch(1);

  private SessionPod(PodParts parts, HttpPorts ports) {
    this.parts = parts;
    this.ports = ports;
  }

  /**
   * Starts it; returns when requests are served.
   *
   * @throws IOException when a port cannot be used or PostgreSQL cannot be started
   */
  static SessionPod start(PodSettings settings, StartTimeline timeline) throws IOException {
    PodParts parts = PodParts.of(settings, timeline);
    timeline.mark("parts");
    HttpSettings http = settings.http();
    HttpPorts ports = HttpPorts.open(http, parts.api(), parts.managementRoutes());
    timeline.mark("http");
    SessionPod pod = new SessionPod(parts, ports);
    Runtime.getRuntime().addShutdownHook(new Thread(pod::end, "end"));
    parts.lifecycle().begin();
    System.out.println(
        "KUBEZAP_LISTENING http=" + ports.port() + " management=" + ports.managementPort());
    return pod;
  }

  /** Waits for the end, and keeps the heap small meanwhile. */
  void awaitEnd() throws InterruptedException {
    HeapKeeper heap = new HeapKeeper();
    while (!ended.await(1, TimeUnit.SECONDS)) {
      heap.look();
    }
  }

  private void end() {
    parts.lifecycle().end();
    ports.close();
    parts.traces().ifPresent(Traces::close);
    ended.countDown();
  }
}
