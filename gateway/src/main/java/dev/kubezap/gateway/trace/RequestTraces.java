package dev.kubezap.gateway.trace;

import dev.kubezap.gateway.front.Target;
import dev.kubezap.tracing.SpanExport;
import dev.kubezap.tracing.TraceParent;
import dev.kubezap.tracing.TraceSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes a span of each request, and has it go on to a pod within that. Streams have none: they last
 * for hours. An attribute holds names of routes and codes; never a name of a session, a number or a
 * key. The SDK of OpenTelemetry is loaded with this class and not before.
 */
public final class RequestTraces implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(RequestTraces.class);
  private static final int FAULT = 500;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final SpanExport export;
  private final Tracer tracer;

  private RequestTraces(SpanExport export) {
    this.export = export;
    tracer = export.tracer("dev.kubezap.gateway");
  }

  /**
   * Begins to export.
   *
   * @param fixed properties of the SDK that hold whatever a variable says
   * @return empty when that is off, also because a variable is wrong, which is logged
   */
  public static Optional<RequestTraces> start(TraceSettings settings, Map<String, String> fixed) {
    settings.problems().forEach(problem -> LOG.warnf("No traces: %s", problem));
    if (!settings.on()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RequestTraces(
              SpanExport.start(Map.of("otel.service.name", "kubezap-gateway"), fixed)));
    } catch (RuntimeException e) {
      LOG.warnf("No traces: OpenTelemetry cannot begin (%s).", e.getMessage());
      return Optional.empty();
    }
  }

  /** Follows a request until it is answered; its header is that of the span from now on. */
  public void follow(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<String> route = TracedRoute.of(request.path(), Target.of(request.path()));
    if (route.filter(TracedRoute.STREAM::equals).isPresent()) {
      return;
    }
    String method = request.method().name();
    String called = METHODS.contains(method) ? method : "HTTP";
    Span span =
        tracer
            .spanBuilder(route.map(path -> called + " " + path).orElse(called))
            .setParent(TraceParent.read(Optional.ofNullable(request.getHeader(TraceParent.NAME))))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, METHODS.contains(method) ? method : "_OTHER")
            .startSpan();
    route.ifPresent(path -> span.setAttribute(ROUTE, path));
    request.headers().set(TraceParent.NAME, TraceParent.of(span.getSpanContext()));
    context.addEndHandler(
        answered -> {
          int status = context.response().getStatusCode();
          span.setAttribute(STATUS, (long) status);
          if (answered.failed()) {
            span.setAttribute(ERROR, "not-answered");
          }
          if (answered.failed() || status >= FAULT) {
            span.setStatus(StatusCode.ERROR);
          }
          span.end();
        });
  }

  @Override
  public void close() {
    export.close();
  }
}
