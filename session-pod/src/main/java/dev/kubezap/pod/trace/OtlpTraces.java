package dev.kubezap.pod.trace;

import dev.kubezap.tracing.SpanExport;
import dev.kubezap.tracing.TraceParent;
import dev.kubezap.whatsapp.SendTrace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Traces over OTLP, by the SDK of OpenTelemetry, which is loaded with this class and not before. An
 * attribute holds the names of routes, kinds and codes; never a text, a number, an address or a
 * key.
 */
public final class OtlpTraces implements Traces {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("kubezap.message.id");
  private static final AttributeKey<String> EVENT =
      AttributeKey.stringKey("cloudevents.event_type");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("kubezap.sink.kind");

  /** As many as a session leaves unacknowledged at most, and some more. */
  private static final int REMEMBERED = 1024;

  private final Clock clock;
  private final SpanExport export;
  private final Tracer tracer;

  /** When messages were transmitted by this process. */
  private final Map<String, Instant> transmitted =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Begins to export by this. */
  public OtlpTraces(SpanExport export, Clock clock) {
    this.clock = clock;
    this.export = export;
    tracer = export.tracer("dev.kubezap.session-pod");
  }

  @Override
  public Traces.Begun request(String method, Optional<String> route, Optional<String> traceparent) {
    String known = METHODS.contains(method) ? method : "_OTHER";
    String called = METHODS.contains(method) ? method : "HTTP";
    SpanBuilder span =
        tracer
            .spanBuilder(route.map(path -> called + " " + path).orElse(called))
            .setParent(TraceParent.read(traceparent))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, known);
    route.ifPresent(path -> span.setAttribute(ROUTE, path));
    return new OfSdk(span.startSpan(), 500);
  }

  @Override
  public void step(SendTrace step) {
    Instant now = clock.instant();
    switch (step.step()) {
      case SendTrace.Step.Transmitted() -> {
        remember(step.messageId(), now);
        message("send message", SpanKind.PRODUCER, step, step.acceptedAt()).end(now);
      }
      case SendTrace.Step.Acknowledged(var error) -> {
        // Transmitted by a process before this one, it is known by when it was accepted alone.
        Instant since = forget(step.messageId()).orElse(step.acceptedAt());
        Span span = message("acknowledge message", SpanKind.CLIENT, step, since);
        error.ifPresent(
            code -> {
              span.setAttribute(ERROR, "whatsapp-" + code);
              span.setStatus(StatusCode.ERROR);
            });
        span.end(now);
      }
    }
  }

  private Span message(String name, SpanKind kind, SendTrace step, Instant since) {
    return tracer
        .spanBuilder(name)
        .setParent(TraceParent.read(Optional.of(step.context())))
        .setSpanKind(kind)
        .setStartTimestamp(since)
        .setAttribute(SYSTEM, "whatsapp")
        .setAttribute(OPERATION, "send")
        .setAttribute(MESSAGE, step.messageId())
        .startSpan();
  }

  @Override
  public Traces.Begun delivery(String type, String kind, Optional<String> origin) {
    return new OfSdk(
        tracer
            .spanBuilder("deliver " + type)
            .setParent(TraceParent.read(origin))
            .setSpanKind(kind.equals("http") ? SpanKind.CLIENT : SpanKind.PRODUCER)
            .setAttribute(EVENT, "dev.kubezap." + type)
            .setAttribute(KIND, kind)
            .startSpan(),
        400);
  }

  private void remember(String messageId, Instant at) {
    synchronized (transmitted) {
      transmitted.put(messageId, at);
    }
  }

  private Optional<Instant> forget(String messageId) {
    synchronized (transmitted) {
      return Optional.ofNullable(transmitted.remove(messageId));
    }
  }

  @Override
  public void close() {
    export.close();
  }

  /**
   * A span of the SDK.
   *
   * @param fails the first HTTP status that is a failure
   */
  private record OfSdk(Span span, int fails) implements Traces.Begun {
    @Override
    public Optional<String> context() {
      SpanContext context = span.getSpanContext();
      return context.isSampled() ? Optional.of(TraceParent.of(context)) : Optional.empty();
    }

    @Override
    public void end(OptionalInt status, Optional<String> failure) {
      status.ifPresent(code -> span.setAttribute(STATUS, (long) code));
      failure.ifPresent(why -> span.setAttribute(ERROR, why));
      if (failure.isPresent() || status.orElse(0) >= fails) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
