package dev.kubezap.pod.api;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits until something was written, so that a slow reader holds back its own stream and nothing
 * else.
 */
final class Sending {
  private static final int PATIENCE_SECONDS = 30;

  private Sending() {}

  /**
   * Waits for a write.
   *
   * @throws IOException when it failed or the reader is too slow
   */
  static void await(Future<Void> write) throws IOException, InterruptedException {
    try {
      write.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the connection ended", e);
    } catch (TimeoutException e) {
      throw new IOException("the reader took nothing for " + PATIENCE_SECONDS + " s", e);
    }
  }
}
