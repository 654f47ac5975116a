package dev.kubezap.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans reach a collector; one that takes none keeps nobody waiting. */
@Timeout(60)
class SpanExportTest {
  /**
   * A queue of 64 spans, of which 32 are exported at a time, by an exporter that is not patient.
   */
  private static final Map<String, String> SMALL =
      Map.of(
          "otel.bsp.max.queue.size", "64",
          "otel.bsp.max.export.batch.size", "32",
          "otel.bsp.schedule.delay", "50",
          "otel.exporter.otlp.timeout", "500");

  @Test
  void spansArriveWithTheirParentAndTheVariablesOfTheirMaker() throws Exception {
    try (Collector collector = new Collector();
        SpanExport export =
            SpanExport.start(
                Map.of("otel.service.name", "usual"),
                with(
                    collector.url(),
                    Map.of(
                        "otel.exporter.otlp.headers", "authorization=Bearer of-a-test",
                        "otel.resource.attributes", "deployment.environment=test")))) {
      String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      Span span =
          export
              .tracer("test")
              .spanBuilder("one")
              .setParent(TraceParent.read(Optional.of(parent)))
              .startSpan();
      assertThat(TraceParent.of(span.getSpanContext()))
          .isEqualTo(
              "00-4bf92f3577b34da6a3ce929d0e0e4736-" + span.getSpanContext().getSpanId() + "-01");
      span.end();
      await().until(() -> collector.spans().size() == 1);
      CollectedSpan arrived = collector.spans().getFirst();
      assertThat(arrived.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
      assertThat(arrived.parentId()).isEqualTo("00f067aa0ba902b7");
      assertThat(arrived.service()).isEqualTo("usual");
      assertThat(arrived.resource()).containsEntry("deployment.environment", "test");
      assertThat(collector.headers()).containsEntry("Authorization", "Bearer of-a-test");
      assertThat(export.lost()).isZero();
    }
  }

  @Test
  void whatCannotBeReadIsNoParent() {
    for (String text :
        new String[] {"", "00", "00-0-0-01", "x".repeat(5000), "00-" + "0".repeat(32)}) {
      assertThat(Span.fromContext(TraceParent.read(Optional.of(text))).getSpanContext().isValid())
          .as(text)
          .isFalse();
    }
  }

  @Test
  void aRatioOfNoneExportsOnlyWhatItsCallerSampled() throws Exception {
    try (Collector collector = new Collector();
        SpanExport export =
            SpanExport.start(
                Map.of(),
                with(
                    collector.url(),
                    Map.of(
                        "otel.traces.sampler", "parentbased_traceidratio",
                        "otel.traces.sampler.arg", "0")))) {
      Tracer tracer = export.tracer("test");
      tracer.spanBuilder("root").startSpan().end();
      tracer
          .spanBuilder("sampled")
          .setParent(
              TraceParent.read(
                  Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")))
          .startSpan()
          .end();
      await().until(() -> !collector.spans().isEmpty());
      assertThat(collector.spans()).extracting(CollectedSpan::name).containsExactly("sampled");
    }
  }

  @Test
  void aCollectorThatIsSilentCostsSpansAndNoTime() throws Exception {
    try (Collector collector = new Collector();
        SpanExport export = SpanExport.start(Map.of(), with(collector.url(), Map.of()))) {
      collector.keepSilent();
      long begun = System.nanoTime();
      many(export, 20_000);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      // All that neither wait nor are on their way.
      assertThat(export.lost()).isGreaterThanOrEqualTo(20_000 - 64 - 32);
    }
  }

  @Test
  void aCollectorThatRefusesIsUsedAgainWhenItTakesSpans() throws Exception {
    try (Collector collector = new Collector();
        SpanExport export = SpanExport.start(Map.of(), with(collector.url(), Map.of()))) {
      collector.answer(400);
      many(export, 10);
      await().until(() -> export.lost() == 10);
      collector.answer(200);
      many(export, 1);
      await().until(() -> collector.spans().size() == 1);
      await().until(() -> export.lost() == 0);
    }
  }

  @Test
  void aCollectorThatIsNotThereKeepsNobodyWaiting() {
    long begun = System.nanoTime();
    try (SpanExport export = SpanExport.start(Map.of(), with("http://127.0.0.1:1", Map.of()))) {
      many(export, 1000);
      await().until(() -> export.lost() > 0);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
  }

  private static void many(SpanExport export, int count) {
    Tracer tracer = export.tracer("test");
    for (int i = 0; i < count; i++) {
      tracer.spanBuilder("one of many").startSpan().end();
    }
  }

  private static Map<String, String> with(String url, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(SMALL);
    all.put("otel.exporter.otlp.endpoint", url);
    all.putAll(more);
    return all;
  }
}
