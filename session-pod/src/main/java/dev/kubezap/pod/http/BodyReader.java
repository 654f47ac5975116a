package dev.kubezap.pod.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Collects a body, up to the limits. */
final class BodyReader {

  private BodyReader() {}

  /** The body; fails with a {@link ProblemException} when it is too long or too slow. */
  static Future<Buffer> read(Vertx vertx, HttpServerRequest exchange, HttpLimits limits) {
    Promise<Buffer> result = Promise.promise();
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(
            limits.bodyTime().toMillis(),
            id -> result.tryFail(new ProblemException(tooSlow(limits))));
    exchange.handler(
        part -> {
          if (body.length() + part.length() > limits.bodyBytes()) {
            result.tryFail(new ProblemException(BodyRules.tooLong(limits)));
          } else if (!result.future().isComplete()) {
            body.appendBuffer(part);
          }
        });
    exchange.endHandler(end -> result.tryComplete(body));
    exchange.exceptionHandler(result::tryFail);
    return result.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static Problem tooSlow(HttpLimits limits) {
    return Problem.of(
        408,
        "body-too-slow",
        "The body did not arrive in time",
        "Send the whole body within " + limits.bodyTime().toSeconds() + " seconds.");
  }
}
