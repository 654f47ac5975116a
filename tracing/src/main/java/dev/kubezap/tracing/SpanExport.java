package dev.kubezap.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Exports spans as the usual variables of OpenTelemetry say. It never keeps anybody waiting: spans
 * wait in a queue that is bounded, and what does not fit is lost and counted.
 */
public final class SpanExport implements AutoCloseable {
  private static final int USUAL_QUEUE = 2048;
  private static final long FLUSH_SECONDS = 2;

  private final OpenTelemetrySdk sdk;
  private final LostSpans lost;

  private SpanExport(OpenTelemetrySdk sdk, LostSpans lost) {
    this.sdk = sdk;
    this.lost = lost;
  }

  /**
   * Begins.
   *
   * @param usual properties of the SDK that hold where a variable says nothing
   * @param fixed those that hold whatever a variable says
   * @throws RuntimeException when the SDK takes a variable for wrong
   */
  public static SpanExport start(Map<String, String> usual, Map<String, String> fixed) {
    LostSpans lost = new LostSpans();
    Map<String, String> defaults = new HashMap<>(usual);
    defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
    Map<String, String> overriding = new HashMap<>(fixed);
    overriding.put("otel.metrics.exporter", "none");
    overriding.put("otel.logs.exporter", "none");
    return new SpanExport(
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> defaults)
            .addPropertiesCustomizer(_ -> overriding)
            .addSpanExporterCustomizer((exporter, _) -> lost.counted(exporter))
            .addSpanProcessorCustomizer(
                (processor, properties) ->
                    new BoundedSpans(
                        processor, lost, properties.getInt("otel.bsp.max.queue.size", USUAL_QUEUE)))
            .build()
            .getOpenTelemetrySdk(),
        lost);
  }

  /** Makes spans in the name of a program. */
  public Tracer tracer(String program) {
    return sdk.getTracer(program);
  }

  /** How many spans were lost since some were exported last. */
  public long lost() {
    return lost.lost();
  }

  /** Hands over what was not exported yet, for as long as two seconds. */
  @Override
  public void close() {
    sdk.getSdkTracerProvider().forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    // Not waited for: it waits by itself for a collector that does not answer.
    var _ = sdk.getSdkTracerProvider().shutdown();
  }
}
