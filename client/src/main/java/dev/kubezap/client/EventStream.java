package dev.kubezap.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.client.invoker.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A session's events, one after another, over breaks of the connection: each is given at least
 * once, in the order of their sequence.
 *
 * <p>{@link #forEach} blocks the thread that calls it, until another one calls {@link #close}.
 */
public final class EventStream implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int CLIENT_ERRORS = 400;
  private static final int SERVER_ERRORS = 500;
  private static final int OK = 200;
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

  private final HttpClient http;
  private final URI address;
  private final Supplier<String> key;
  private final ObjectMapper json;
  private final ReconnectDelay delay;
  private final Duration silence;
  private volatile String lastEventId;
  private volatile SilenceWatch watch = SilenceWatch.ofNothing();
  private volatile boolean closed;

  EventStream(
      HttpClient http,
      URI address,
      Supplier<String> key,
      ObjectMapper json,
      ReconnectDelay delay,
      Duration silence,
      String lastEventId) {
    this.http = http;
    this.address = address;
    this.key = key;
    this.json = json;
    this.delay = delay;
    this.silence = silence;
    this.lastEventId = lastEventId;
  }

  /**
   * The place after the last event that was handled; empty before the first. A caller who keeps it
   * and gives it to {@link KubezapClient#events(String, String...)} goes on from there.
   */
  public String lastEventId() {
    return lastEventId;
  }

  /**
   * Gives each event to a handler. An event counts as handled when the handler has returned.
   *
   * @throws ApiException if the session refuses the stream, such as for a wrong key (its code is
   *     then 401) or a place that is none (400)
   * @throws InterruptedException if the thread is interrupted
   * @throws RuntimeException what the handler throws; the stream can be begun again, with the same
   *     event
   */
  public void forEach(Consumer<CloudEvent> handler) throws ApiException, InterruptedException {
    int failures = 0;
    Optional<Duration> wish = Optional.empty();
    while (!closed) {
      if (failures > 0) {
        delay.pause(failures, wish);
      }
      failures++;
      try {
        HttpResponse<InputStream> response = http.send(request(), ofStream());
        try (InputStream body = response.body()) {
          if (response.statusCode() == OK) {
            wish = read(body, handler);
            // A stream that was open may be opened again at once, as often as the server wishes.
            failures = 1;
          } else {
            refuse(response, body);
            wish = retryAfter(response);
          }
        }
      } catch (IOException e) {
        // The connection broke, or was closed for its silence: it is opened again.
        wish = Optional.empty();
      }
    }
  }

  private static HttpResponse.BodyHandler<InputStream> ofStream() {
    return HttpResponse.BodyHandlers.ofInputStream();
  }

  private HttpRequest request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(silence)
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + key.get());
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return request.build();
  }

  private Optional<Duration> read(InputStream body, Consumer<CloudEvent> handler)
      throws ApiException, IOException {
    try (SilenceWatch live = SilenceWatch.over(body, silence)) {
      watch = live;
      if (closed) {
        return Optional.empty();
      }
      ServerSentEvents events =
          new ServerSentEvents(
              new InputStreamReader(body, StandardCharsets.UTF_8), live::somethingCame);
      for (Optional<ServerSentEvents.Block> next = events.next();
          next.isPresent() && !closed;
          next = events.next()) {
        if (next.get().data().isPresent()) {
          live.rest();
          handler.accept(event(next.get().data().get()));
          live.somethingCame();
        }
        lastEventId = next.get().id().orElse(lastEventId);
      }
      return events.retry();
    }
  }

  private CloudEvent event(String data) throws ApiException {
    try {
      return json.readValue(data, CloudEvent.class);
    } catch (JsonProcessingException e) {
      throw new ApiException("what came over the stream is no event", e, OK, NO_HEADERS);
    }
  }

  /** What repeating cannot mend is the caller's. */
  private static void refuse(HttpResponse<InputStream> response, InputStream body)
      throws ApiException, IOException {
    int status = response.statusCode();
    if (status >= CLIENT_ERRORS && status < SERVER_ERRORS && status != TOO_MANY_REQUESTS) {
      String text = new String(body.readNBytes(1 << 16), StandardCharsets.UTF_8);
      String message =
          status == UNAUTHORIZED ? "the key is not valid" : "the stream of events is refused";
      throw new ApiException(status, message, response.headers(), text);
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,5}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  /**
   * Ends {@link #forEach}, which returns soon after; an event that is being handled is finished.
   */
  @Override
  public void close() {
    closed = true;
    delay.close();
    watch.cut();
  }
}
