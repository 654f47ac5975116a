package dev.kubezap.pod.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** Writes answers, with the headers that every answer has. */
final class ReplyWriter {

  private ReplyWriter() {}

  /** Writes an answer; does nothing when the caller has gone. */
  static void write(HttpServerRequest exchange, Reply reply) {
    HttpServerResponse response = exchange.response();
    if (response.closed() || response.headWritten()) {
      return;
    }
    ReplyHeaders.secure(response);
    response.setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    if (reply.contentType().isEmpty()) {
      response.end();
      return;
    }
    response.putHeader("Content-Type", reply.contentType());
    response.end(Buffer.buffer(reply.body().toByteArray()));
  }

  /**
   * Writes an answer before the request has arrived as a whole; the connection is not used again.
   */
  static void writeAndClose(HttpServerRequest exchange, Reply reply) {
    boolean bodyUnread = !exchange.isEnded() && hasBody(exchange);
    if (bodyUnread && exchange.version() != HttpVersion.HTTP_2) {
      exchange.response().putHeader("Connection", "close");
    }
    write(exchange, reply);
    if (!exchange.isEnded()) {
      // What still comes in is thrown away, so that the caller gets to read the answer.
      exchange.handler(part -> {});
      exchange.resume();
    }
  }

  private static boolean hasBody(HttpServerRequest exchange) {
    return exchange.headers().contains("Transfer-Encoding")
        || !"0".equals(Optional.ofNullable(exchange.getHeader("Content-Length")).orElse("0"));
  }
}
