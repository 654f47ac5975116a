package dev.kubezap.pod.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself in the words of the port's handler. */
final class RefusalWriter implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status =
        request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException refused
            ? status(refused.getCode())
            : response.getStatus();
    HttpHandler handler = ((HttpPort) request.getConnectionMetaData().getConnector()).handler();
    dev.kubezap.pod.server.Response refusal =
        handler.refusal(new RefusedRequestException(status, detail(status)));
    response.setStatus(refusal.status());
    refusal.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, ByteBuffer.wrap(refusal.body()), callback);
    return true;
  }

  /** Jetty asks for an upgrade where HTTP/2 is spoken without one. */
  private static int status(int status) {
    return status == 426 ? 505 : status;
  }

  private static String detail(int status) {
    return switch (status) {
      case 431, 414 -> "Send fewer or shorter headers.";
      case 505 -> "Speak HTTP/1.1.";
      case 417 -> "Expect nothing but 100-continue.";
      default ->
          "The head or the chunks of the body are malformed, or could be understood in two ways:"
              + " send HTTP/1.1 by the letter of RFC 9112.";
    };
  }
}
