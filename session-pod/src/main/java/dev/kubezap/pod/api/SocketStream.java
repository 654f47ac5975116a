package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.server.WebSocketChannel;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One WebSocket of events: its first frame subscribes, then each frame to the reader is one event.
 */
final class SocketStream {
  private static final Logger LOG = Logger.getLogger(SocketStream.class);
  private static final int SUBSCRIBE_SECONDS = 10;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);
  private static final int BATCH = 100;
  private static final int POLICY_VIOLATION = 1008;
  private static final int GOING_AWAY = 1001;

  private final WebSocketChannel socket;
  private final EventFeed feed;
  private final CloudEventJson envelopes;
  private final StreamEnd end;
  private final BlockingQueue<String> frames = new ArrayBlockingQueue<>(1);

  private record Subscription(EventSelection selection, OptionalLong after) {}

  SocketStream(WebSocketChannel socket, EventFeed feed, CloudEventJson envelopes, StreamEnd end) {
    this.end = end;
    this.socket = socket;
    this.feed = feed;
    this.envelopes = envelopes;
  }

  /** Takes the reader's frames until it goes; only the first one means something. */
  void receive() {
    try {
      Optional<String> frame = socket.read();
      while (frame.isPresent()) {
        if (!frames.offer(frame.get())) {
          LOG.debug("A second frame of a reader is not looked at");
        }
        frame = socket.read();
      }
    } catch (IOException e) {
      LOG.debugf("The reader of a WebSocket went: %s", e.getMessage());
    }
  }

  /**
   * Waits for the subscription, then writes events until the reader goes or the stream is ended.
   */
  void run() {
    try {
      Optional<Subscription> subscription = subscription();
      if (subscription.isEmpty()) {
        close(POLICY_VIOLATION, "subscribe first");
        return;
      }
      long cursor =
          subscription.get().after().isPresent()
              ? subscription.get().after().getAsLong()
              : feed.last();
      write(
          JsonNodeFactory.instance
              .objectNode()
              .put("type", "subscribed")
              .put("after", Long.toString(cursor)));
      while (!socket.isClosed() && !end.isEnded()) {
        cursor = next(cursor, subscription.get().selection());
      }
    } catch (IOException | StoreUnavailableException e) {
      LOG.debugf("A WebSocket of events ended: %s", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("A WebSocket of events ended with its connection, or with the process");
    } finally {
      close(GOING_AWAY, "come back");
    }
  }

  private void close(int code, String reason) {
    try {
      socket.close(code, reason);
    } catch (IOException e) {
      LOG.debugf("The reader of a WebSocket had gone: %s", e.getMessage());
    }
  }

  private Optional<Subscription> subscription() throws IOException, InterruptedException {
    Optional<String> frame =
        end.whileWaiting(
            () -> Optional.ofNullable(frames.poll(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)));
    if (frame.isEmpty()) {
      refuse(
          "The first frame must be {\"type\": \"subscribe\"} within "
              + SUBSCRIBE_SECONDS
              + " seconds.",
          List.of());
      return Optional.empty();
    }
    try {
      JsonNode document = Json.read(frame.get().getBytes(StandardCharsets.UTF_8));
      if (!(document instanceof ObjectNode object)) {
        throw new MalformedJsonException("it is not an object");
      }
      Fields fields = new Fields(object);
      Optional<String> type = fields.requiredText("type", 32);
      if (type.isPresent() && !type.get().equals("subscribe")) {
        fields.wrong("type", "must be subscribe");
      }
      Optional<EventSelection> selection = EventSelection.of(fields.texts("events", 100, 64));
      if (selection.isEmpty()) {
        fields.wrong("events", EventSelection.rule());
      }
      Optional<Long> after = fields.sequence("after");
      var errors = fields.errors();
      if (!errors.isEmpty()) {
        refuse("Correct the fields that errors names and connect again.", errors);
        return Optional.empty();
      }
      return Optional.of(
          new Subscription(
              selection.orElseThrow(), after.map(OptionalLong::of).orElse(OptionalLong.empty())));
    } catch (MalformedJsonException e) {
      refuse("The first frame must be one JSON object: " + e.getMessage() + ".", List.of());
      return Optional.empty();
    }
  }

  private void refuse(String detail, List<dev.kubezap.pod.json.FieldError> errors)
      throws IOException {
    Problem problem =
        new Problem(
            errors.isEmpty() ? 400 : 422,
            errors.isEmpty() ? "malformed-request" : "invalid-request",
            "The subscription is not valid",
            detail,
            errors,
            java.util.Map.of(),
            java.util.Map.of());
    ObjectNode frame = JsonNodeFactory.instance.objectNode().put("type", "error");
    frame.set("problem", problem.document());
    write(frame);
  }

  private long next(long cursor, EventSelection selection)
      throws IOException, InterruptedException {
    try {
      List<StoredEvent> events = feed.awaitAfter(cursor, BATCH, HEARTBEAT, end);
      if (events.isEmpty()) {
        socket.ping();
        return cursor;
      }
      for (StoredEvent event : events) {
        if (selection.wants(event)) {
          write(envelopes.of(event));
        }
      }
      return events.getLast().sequence();
    } catch (StoreUnavailableException e) {
      socket.ping();
      end.rest(DATABASE_PAUSE);
      return cursor;
    }
  }

  private void write(ObjectNode frame) throws IOException {
    socket.write(Json.text(frame));
  }
}
