package dev.kubezap.gateway.front;

import dev.kubezap.gateway.access.Caller;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Logs every request that may change something: who, what, which session, with which result. Bodies
 * and queries, which may hold texts and tickets, are left out.
 */
final class Audit {

  /** The category of these lines, by which they can be told from others. */
  static final String CATEGORY = "dev.kubezap.audit";

  private static final Logger LOG = Logger.getLogger(CATEGORY);
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private Audit() {}

  /** Has the request logged when it is answered or was given up. */
  static void follow(RoutingContext context) {
    if (!READING.contains(context.request().method())) {
      context.addEndHandler(answered -> write(context, answered.succeeded()));
    }
  }

  private static void write(RoutingContext context, boolean answered) {
    HttpServerRequest request = context.request();
    Caller caller = context.get(Front.CALLER);
    String who = Optional.ofNullable(caller).map(Caller::name).orElse("unknown");
    String result =
        answered ? Integer.toString(context.response().getStatusCode()) : "given up by the caller";
    String session = context.get(Front.SESSION);
    MDC.put("caller", who);
    MDC.put("method", request.method().name());
    MDC.put("path", request.path());
    MDC.put("session", Optional.ofNullable(session).orElse(""));
    MDC.put("result", result);
    try {
      LOG.infof("%s %s by %s: %s", request.method(), request.path(), who, result);
    } finally {
      Set.of("caller", "method", "path", "session", "result").forEach(MDC::remove);
    }
  }
}
