package dev.kubezap.pod.server;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.jboss.logging.Logger;

/** Has every request answered by the handler of its port, on a thread that may wait. */
final class RequestEntry extends Handler.Abstract {
  private static final Logger LOG = Logger.getLogger(RequestEntry.class);

  private final ServerLimits limits;
  private final WebSocketMappings webSockets;

  RequestEntry(ServerLimits limits, WebSocketMappings webSockets) {
    this.limits = limits;
    this.webSockets = webSockets;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpHandler handler = ((HttpPort) request.getConnectionMetaData().getConnector()).handler();
    CallerEndPoint caller =
        (CallerEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
    caller.headRead();
    // How long a handler may take is its own matter; waits for the caller have limits of their own.
    request.addIdleTimeoutListener(idle -> false);
    CallerWaits waits = new CallerWaits(caller, limits.writeTime());
    Exchange exchange = new Exchange(request, response, callback, waits, webSockets);
    try {
      Optional<RefusedRequestException> refusal = HeadRules.check(request);
      if (refusal.isPresent()) {
        exchange.refuse(handler.refusal(refusal.get()));
      } else {
        handler.handle(exchange);
      }
      exchange.end();
      return true;
    } catch (IOException e) {
      LOG.debugf("A caller's connection ended: %s", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("A caller's connection ended with its stream");
    } catch (RuntimeException | Error e) {
      // One caller's request must not count as a thread that the process lacks.
      LOG.error("A caller's connection ended by a defect", e);
    }
    exchange.abort();
    return true;
  }
}
