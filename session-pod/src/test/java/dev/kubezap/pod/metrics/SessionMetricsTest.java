package dev.kubezap.pod.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SessionMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

  private final SessionMetrics metrics = new SessionMetrics(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void writesWhatPrometheusReads() {
    metrics.stanza("message", "handled");
    metrics.stanza("message", "handled");
    metrics.reconnect("stream error \"515\"");
    metrics.commit(3, Duration.ofMillis(2));
    metrics.delivered("shop", Duration.ofSeconds(1));

    String text = metrics.text(snapshot(), true, () -> OptionalLong.of(4));

    assertThat(text.lines())
        .contains(
            "kubezap_session_phase{phase=\"Connected\"} 1",
            "kubezap_session_phase{phase=\"Starting\"} 0",
            "kubezap_session_connected 1",
            "kubezap_session_owner 1",
            "kubezap_last_inbound_age_seconds 2.5",
            "kubezap_stanzas_total{kind=\"message\",result=\"handled\"} 2",
            "kubezap_reconnects_total{reason=\"stream error \\\"515\\\"\"} 1",
            "kubezap_commit_inputs_bucket{le=\"2\"} 0",
            "kubezap_commit_inputs_bucket{le=\"4\"} 1",
            "kubezap_commit_inputs_bucket{le=\"+Inf\"} 1",
            "kubezap_commit_inputs_count 1",
            "kubezap_commit_seconds_sum 0.002",
            "kubezap_webhook_deliveries_total{webhook=\"shop\",result=\"delivered\"} 1",
            "kubezap_outbox_lag 4");
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .allMatch(line -> line.matches("[a-z_]+(\\{.*})? [-+0-9.eE]+"));
  }

  /** The chart's alerts and dashboards are held to this list. */
  @Test
  void hasTheMetricsOfTheList() throws IOException {
    List<String> types =
        metrics
            .text(snapshot(), true, () -> OptionalLong.of(4))
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.substring("# TYPE ".length()))
            .toList();

    assertThat(types).isEqualTo(Files.readAllLines(Path.of("docs/metrics.txt")));
  }

  @Test
  void sumsUpForPeople() {
    metrics.stanza("message", "handled");
    metrics.stanza("receipt", "handled");
    metrics.commit(3, Duration.ofMillis(2));
    metrics.delivered("shop", Duration.ofSeconds(1));
    metrics.failed("shop", "503");

    assertThat(metrics.totals(OptionalLong.of(4)).toString())
        .isEqualTo(
            "{\"since\":\""
                + NOW
                + "\",\"stanzas\":2,\"reconnects\":0,\"retries\":0,\"quarantined\":0,"
                + "\"requests\":0,\"commits\":1,\"webhookAttempts\":2,"
                + "\"webhookDeliveries\":1,\"outboxLag\":4}");
    assertThat(metrics.totals(OptionalLong.empty()).has("outboxLag")).isFalse();
  }

  @Test
  void boundsTheNumberOfSeries() {
    for (int i = 0; i < 10_000; i++) {
      metrics.quarantined("kind-" + i);
    }

    String text = metrics.text(snapshot(), false, OptionalLong::empty);

    assertThat(text.lines().filter(line -> line.startsWith("kubezap_quarantined_total{")))
        .hasSizeLessThanOrEqualTo(201);
    assertThat(text).contains("kubezap_quarantined_total{kind=\"other\"} 9800");
    assertThat(text).doesNotContain("kubezap_outbox_lag");
  }

  private static SessionSnapshot snapshot() {
    return new SessionSnapshot(
        Phase.CONNECTED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty(),
        Optional.of(NOW.minusMillis(2500)),
        "2.3000.1",
        0);
  }
}
