package dev.kubezap.pod.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.store.KeyRotation;
import dev.kubezap.pod.webhook.WebhookMetrics;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendTrace;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything that is counted about the session, and its text for Prometheus. */
public final class SessionMetrics implements ClientMetrics, WebhookMetrics, KeyRotation.Progress {
  private final Clock clock;
  private final Instant since;
  private final Consumer<SendTrace> traces;
  private final LongAdder reencrypted = new LongAdder();
  private volatile boolean rotating;
  private final Counters stanzas = new Counters("kind", "result");
  private final Counters reconnects = new Counters("reason");
  private final Counters retries = new Counters("direction");
  private final Counters quarantined = new Counters("kind");
  private final Counters requests = new Counters("method", "status");
  private final Counters deliveries = new Counters("webhook", "result");
  private final Histogram deliveryLag =
      new Histogram(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600, 3600);
  private final Histogram commitInputs = new Histogram(1, 2, 4, 8, 16, 32, 64, 128);
  private final Histogram commitSeconds =
      new Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);
  private final Histogram acknowledgeSeconds =
      new Histogram(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15);

  /** Without traces. */
  public SessionMetrics(Clock clock) {
    this(clock, _ -> {});
  }

  /**
   * Nothing is counted yet.
   *
   * @param traces told of messages whose request is traced
   */
  public SessionMetrics(Clock clock, Consumer<SendTrace> traces) {
    this.clock = clock;
    this.traces = traces;
    this.since = clock.instant();
  }

  @Override
  public void stanza(String kind, String result) {
    stanzas.add(kind, result);
  }

  @Override
  public void commit(int inputs, Duration duration) {
    commitInputs.record(inputs);
    commitSeconds.record(seconds(duration));
  }

  @Override
  public void reconnect(String reason) {
    reconnects.add(reason);
  }

  @Override
  public void retry(String direction) {
    retries.add(direction);
  }

  @Override
  public void quarantined(String kind) {
    quarantined.add(kind);
  }

  @Override
  public void acknowledged(Duration duration) {
    acknowledgeSeconds.record(seconds(duration));
  }

  /** Not counted, for it is counted whether it is traced or not: told on. */
  @Override
  public void traced(SendTrace step) {
    traces.accept(step);
  }

  @Override
  public void delivered(String webhook, Duration lag) {
    deliveries.add(webhook, "delivered");
    deliveryLag.record(seconds(lag));
  }

  @Override
  public void failed(String webhook, String reason) {
    deliveries.add(webhook, reason);
  }

  @Override
  public void deadLettered(String webhook, long count) {
    for (long i = 0; i < count; i++) {
      deliveries.add(webhook, "dead-lettered");
    }
  }

  @Override
  public void reencrypted(long records) {
    reencrypted.add(records);
  }

  @Override
  public void rotating(boolean running) {
    rotating = running;
  }

  /** A request of the API was answered. */
  public void request(String method, int status) {
    requests.add(method, Integer.toString(status));
  }

  /**
   * All metrics as text.
   *
   * @param owner whether this process owns the session
   * @param outboxLag events that some sink has not delivered yet, empty when it is not known
   */
  public String text(SessionSnapshot snapshot, boolean owner, Supplier<OptionalLong> outboxLag) {
    Exposition text = new Exposition();
    session(text, snapshot, owner);
    text.counter("kubezap_stanzas_total", "Stanzas that came in.", stanzas.values());
    text.counter("kubezap_reconnects_total", "Connections made anew.", reconnects.values());
    text.counter("kubezap_retries_total", "Retry receipts out, and in.", retries.values());
    text.counter(
        "kubezap_quarantined_total", "Inputs that could not be understood.", quarantined.values());
    text.counter("kubezap_http_requests_total", "Requests of the API.", requests.values());
    text.metric("kubezap_commit_inputs", "histogram", "Inputs in one commit.");
    commitInputs.write(text, "kubezap_commit_inputs");
    text.metric("kubezap_commit_seconds", "histogram", "Duration of a commit.");
    commitSeconds.write(text, "kubezap_commit_seconds");
    text.metric("kubezap_acknowledge_seconds", "histogram", "From sending to WhatsApp's ack.");
    acknowledgeSeconds.write(text, "kubezap_acknowledge_seconds");
    text.counter("kubezap_webhook_deliveries_total", "Attempts to deliver.", deliveries.values());
    text.metric("kubezap_webhook_lag_seconds", "histogram", "From event to delivery.");
    deliveryLag.write(text, "kubezap_webhook_lag_seconds");
    outboxLag
        .get()
        .ifPresent(
            lag ->
                text.gauge(
                    "kubezap_outbox_lag", "Events not delivered to every sink.", (double) lag));
    text.gauge(
        "kubezap_data_key_rotating",
        "1 while records under older data keys may be left.",
        rotating ? 1 : 0);
    text.gauge(
        "kubezap_reencrypted_records",
        "Records that this process has put under the present data key.",
        (double) reencrypted.sum());
    process(text);
    return text.toString();
  }

  /**
   * The sums of what was counted, for people.
   *
   * @param outboxLag events that some sink has not delivered yet, empty when it is not known
   */
  public ObjectNode totals(OptionalLong outboxLag) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("since", since.toString());
    json.put("stanzas", stanzas.sum());
    json.put("reconnects", reconnects.sum());
    json.put("retries", retries.sum());
    json.put("quarantined", quarantined.sum());
    json.put("requests", requests.sum());
    json.put("commits", commitSeconds.count());
    json.put("webhookAttempts", deliveries.sum());
    json.put("webhookDeliveries", deliveryLag.count());
    outboxLag.ifPresent(lag -> json.put("outboxLag", lag));
    return json;
  }

  /** The media type of {@link #text}. */
  public static String mediaType() {
    return Exposition.MEDIA_TYPE;
  }

  private void session(Exposition text, SessionSnapshot snapshot, boolean owner) {
    text.metric("kubezap_session_phase", "gauge", "1 for the session's present phase.");
    for (Phase phase : Phase.values()) {
      text.sample(
          "kubezap_session_phase",
          Exposition.labels(List.of("phase"), List.of(phase.text())),
          phase == snapshot.phase() ? 1 : 0);
    }
    text.gauge(
        "kubezap_session_connected",
        "1 while logged in.",
        snapshot.phase() == Phase.CONNECTED ? 1 : 0);
    text.gauge("kubezap_session_owner", "1 while this process owns the session.", owner ? 1 : 0);
    snapshot
        .lastInboundAt()
        .ifPresent(
            at ->
                text.gauge(
                    "kubezap_last_inbound_age_seconds",
                    "Since WhatsApp was heard last.",
                    Math.max(0, seconds(Duration.between(at, clock.instant())))));
  }

  private static void process(Exposition text) {
    var memory = ManagementFactory.getMemoryMXBean();
    text.gauge(
        "kubezap_jvm_heap_used_bytes",
        "Heap in use.",
        (double) memory.getHeapMemoryUsage().getUsed());
    text.gauge(
        "kubezap_jvm_uptime_seconds",
        "Since the process began.",
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
