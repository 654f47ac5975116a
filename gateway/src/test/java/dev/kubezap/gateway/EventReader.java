package dev.kubezap.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A caller who reads server-sent events. */
final class EventReader implements AutoCloseable {

  /**
   * An event as it was read.
   *
   * @param id the id that counts from then on
   */
  record Event(String id, String type, JsonNode document) {
    String text() {
      return document.at("/data/text").asText();
    }

    String source() {
      return document.path("source").asText();
    }
  }

  private final InputStream body;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile String lastId = "";
  private volatile boolean ended;

  EventReader(HttpClient http, HttpRequest request) throws Exception {
    HttpResponse<InputStream> answer =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          answer.statusCode()
              + " "
              + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
    }
    body = answer.body();
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String type = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(lastId, type, RunningGateway.JSON.readTree(data)));
          data = "";
        }
      }
    } catch (IOException e) {
      // Closed by the test, or cut off, which tests look for by isEnded.
    } finally {
      ended = true;
    }
  }

  /** The next event of all. */
  Event next() throws InterruptedException {
    return Objects.requireNonNull(events.poll(20, TimeUnit.SECONDS), "no event");
  }

  /** The next events that are no statuses. */
  List<Event> next(int count) throws InterruptedException {
    var found = new ArrayList<Event>();
    while (found.size() < count) {
      Event event = next();
      if (!event.type().equals("session.status")) {
        found.add(event);
      }
    }
    return found;
  }

  /** The id that counts now. */
  String lastId() {
    return lastId;
  }

  /** Whether nothing more comes. */
  boolean isEnded() {
    return ended;
  }

  /** What has come and was not looked at. */
  int waiting() {
    return events.size();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
