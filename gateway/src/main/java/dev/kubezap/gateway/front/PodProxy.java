package dev.kubezap.gateway.front;

import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.name.SessionId;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Has a session's pod answer a request. */
@FunctionalInterface
public interface PodProxy {

  /**
   * Forwards the request and its answer.
   *
   * @param path the pod's path
   * @param caller who calls; empty when only the pod can tell
   */
  void forward(RoutingContext context, SessionId session, String path, Optional<Caller> caller);
}
