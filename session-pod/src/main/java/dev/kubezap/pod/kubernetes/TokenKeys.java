package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The API server's issuer and the keys that it signs tokens with, as every service account may read
 * them. Read when they are needed first, again when they are old or a key is not among them, and
 * never more often than every half minute: a caller with made-up tokens causes no traffic.
 */
final class TokenKeys {
  private static final Logger LOG = Logger.getLogger(TokenKeys.class);
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/openid/v1/jwks";
  private static final int MOST_KEYS = 32;
  private static final long OLD = Duration.ofMinutes(10).toNanos();
  private static final long LEAST_PAUSE = Duration.ofSeconds(30).toNanos();

  private final ApiServer server;
  private final LongSupplier nanos;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<Known> known = Optional.empty();
  private long readAt;
  private boolean asked;

  /**
   * What is known.
   *
   * @param issuer who says to have made a token
   * @param keys by their id
   * @param since when, by the monotonic clock
   */
  record Known(String issuer, Map<String, TokenKey> keys, long since) {
    Known {
      keys = Map.copyOf(keys);
    }
  }

  TokenKeys(ApiServer server, LongSupplier nanos) {
    this.server = server;
    this.nanos = nanos;
  }

  /**
   * What is known, read anew when it is old or lacks a key.
   *
   * @return empty when the API server was never reached
   */
  Optional<Known> with(String keyId) throws InterruptedException {
    Optional<Known> now = known;
    if (now.isPresent()
        && now.get().keys().containsKey(keyId)
        && nanos.getAsLong() - now.get().since() < OLD) {
      return now;
    }
    if (now.isPresent()) {
      // Others go on with what there is.
      if (reading.tryLock()) {
        try {
          refresh();
        } finally {
          reading.unlock();
        }
      }
      return known;
    }
    reading.lockInterruptibly();
    try {
      if (known.isEmpty()) {
        refresh();
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private void refresh() throws InterruptedException {
    long now = nanos.getAsLong();
    if (asked && now - readAt < LEAST_PAUSE) {
      return;
    }
    asked = true;
    readAt = now;
    try {
      String issuer = get(DISCOVERY, "application/json").path("issuer").asText();
      Map<String, TokenKey> keys = new HashMap<>();
      for (JsonNode jwk : get(KEYS, "application/jwk-set+json").path("keys")) {
        if (keys.size() < MOST_KEYS) {
          TokenKey.of(jwk).ifPresent(key -> keys.put(jwk.path("kid").asText(), key));
        }
      }
      if (issuer.isEmpty() || keys.isEmpty()) {
        throw new IOException("it names no issuer, or no key of a known kind");
      }
      known = Optional.of(new Known(issuer, keys, now));
    } catch (IOException e) {
      LOG.warnf("The keys of service-account tokens cannot be read: %s", e.getMessage());
    }
  }

  private JsonNode get(String path, String type) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        server.send(HttpRequest.newBuilder(server.resolve(path)).GET(), type);
    if (response.statusCode() != 200) {
      throw new IOException(path + " was answered by " + response.statusCode());
    }
    try {
      return Json.read(response.body());
    } catch (MalformedJsonException e) {
      throw new IOException(path + " was answered by something that is not JSON", e);
    }
  }
}
