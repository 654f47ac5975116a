package dev.kubezap.pod.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers, with the headers that every answer has. */
final class ReplyWriter {

  private ReplyWriter() {}

  /** Writes an answer; does nothing when the caller has gone. */
  static void write(HttpServerRequest exchange, Reply reply) {
    HttpServerResponse response = exchange.response();
    if (response.closed() || response.headWritten()) {
      return;
    }
    secure(response);
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
    if (!exchange.isEnded()) {
      exchange.response().putHeader("Connection", "close");
    }
    write(exchange, reply);
    if (!exchange.isEnded()) {
      // What still comes in is thrown away, so that the caller gets to read the answer.
      exchange.handler(part -> {});
      exchange.resume();
    }
  }

  /** Sets the headers that keep answers out of caches, frames and guesses at their type. */
  static void secure(HttpServerResponse response) {
    response
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Referrer-Policy", "no-referrer");
  }
}
