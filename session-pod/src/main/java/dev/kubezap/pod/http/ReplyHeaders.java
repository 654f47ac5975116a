package dev.kubezap.pod.http;

import io.vertx.core.http.HttpServerResponse;

/** The headers that every answer has. */
public final class ReplyHeaders {

  private ReplyHeaders() {}

  /** Keeps the answer out of caches, frames and guesses at its type. */
  public static void secure(HttpServerResponse response) {
    response
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Referrer-Policy", "no-referrer");
  }
}
