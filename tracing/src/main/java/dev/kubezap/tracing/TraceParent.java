package dev.kubezap.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header {@code traceparent} of W3C Trace Context, version 00. */
public final class TraceParent {
  /** Its name. */
  public static final String NAME = "traceparent";

  private static final TextMapGetter<String> SINGLE =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
          return Set.of(NAME);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
          return key.equals(NAME) ? carrier : null;
        }
      };

  private TraceParent() {}

  /** What a span is made below: nothing when there is no header, or none that can be read. */
  public static Context read(Optional<String> header) {
    return header
        .map(text -> W3CTraceContextPropagator.getInstance().extract(Context.root(), text, SINGLE))
        .orElse(Context.root());
  }

  /** The header that names a span. */
  public static String of(SpanContext span) {
    return "00-"
        + span.getTraceId()
        + "-"
        + span.getSpanId()
        + "-"
        + (span.isSampled() ? "01" : "00");
  }
}
