package dev.kubezap.playground.node.pod;

import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks one address in regular intervals, until its thread is interrupted. */
final class ProbeLoop implements Runnable {

  private static final int DEFAULT_PERIOD_SECONDS = 10;

  private final HttpClient http;
  private final HttpRequest request;
  private final Duration initialDelay;
  private final Duration period;
  private final BiConsumer<Boolean, String> report;

  /**
   * A probe of an address.
   *
   * @param report takes success and, for a failure, its reason
   */
  ProbeLoop(HttpClient http, URI address, Probe probe, BiConsumer<Boolean, String> report) {
    this.http = http;
    this.report = report;
    this.initialDelay = Duration.ofSeconds(or(probe.getInitialDelaySeconds(), 0));
    this.period = Duration.ofSeconds(or(probe.getPeriodSeconds(), DEFAULT_PERIOD_SECONDS));
    var builder =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(or(probe.getTimeoutSeconds(), 1)))
            .header("User-Agent", "kube-probe/playground");
    var headers = probe.getHttpGet().getHttpHeaders();
    headers.forEach(header -> builder.header(header.getName(), header.getValue()));
    this.request = builder.build();
  }

  @Override
  public void run() {
    try {
      Thread.sleep(initialDelay);
      while (!Thread.currentThread().isInterrupted()) {
        ask();
        Thread.sleep(period);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws InterruptedException {
    try {
      var status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      report.accept(status >= 200 && status < 400, "HTTP probe failed with statuscode: " + status);
    } catch (IOException cause) {
      report.accept(
          false,
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }
  }

  static int or(@Nullable Integer value, int fallback) {
    return value == null ? fallback : value;
  }
}
