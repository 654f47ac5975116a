package dev.kubezap.playground.product;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for a process to say that it is ready. */
final class Readiness {

  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(2);

  private Readiness() {}

  /**
   * Returns once it is ready.
   *
   * @param what who, for people
   * @param readiness where it says so
   * @param log what to read when it does not
   * @throws IOException when it is not in time
   */
  static void await(String what, URI readiness, Path log) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(readiness).timeout(ONE_ANSWER).build();
    var deadline = System.nanoTime() + READY.toNanos();
    try (var http = HttpClient.newHttpClient()) {
      while (!ready(http, request)) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              what + " is not ready after " + READY.toSeconds() + " s; read " + log);
        }
        Thread.sleep(100);
      }
    }
  }

  private static boolean ready(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
