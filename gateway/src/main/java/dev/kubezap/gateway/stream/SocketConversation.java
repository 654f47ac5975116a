package dev.kubezap.gateway.stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.gateway.access.Authenticator;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Credential;
import dev.kubezap.gateway.problem.FieldError;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * What a WebSocket of events and its reader say to each other: who calls, what they want, whether
 * each is there. Runs on the socket's event loop.
 */
final class SocketConversation {

  private static final Logger LOG = Logger.getLogger(SocketConversation.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final long PATIENCE_MILLIS = 10_000;
  private static final int MOST_UNANSWERED = 3;
  private static final int LONGEST_FRAME = 64 * 1024;
  private static final short POLICY_VIOLATION = 1008;

  private enum State {
    STRANGER,
    VERIFYING,
    KNOWN,
    READING
  }

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final FleetEvents events;
  private final Authenticator authenticator;
  private final Clock clock;
  private State state = State.STRANGER;
  private Optional<Caller> caller = Optional.empty();
  private int unanswered;
  private long timer = -1;

  SocketConversation(
      Vertx vertx,
      ServerWebSocket socket,
      FleetEvents events,
      Authenticator authenticator,
      Clock clock) {
    this.vertx = vertx;
    this.socket = socket;
    this.events = events;
    this.authenticator = authenticator;
    this.clock = clock;
  }

  /**
   * Begins.
   *
   * @param known who calls, when the request said so
   */
  void begin(Optional<Caller> known) {
    timer = vertx.setTimer(PATIENCE_MILLIS, any -> tooLate());
    socket.textMessageHandler(this::frame);
    socket.pongHandler(any -> unanswered = 0);
    socket.closeHandler(any -> vertx.cancelTimer(timer));
    socket.exceptionHandler(failure -> LOG.debugf("A WebSocket ended: %s", failure.getMessage()));
    known.ifPresent(this::welcome);
  }

  private void tooLate() {
    refuse(
        Problem.malformed(
            state == State.STRANGER
                ? "The first frame must be {\"type\": \"auth\", \"key\": ...} within 10 seconds."
                : "Subscribe by {\"type\": \"subscribe\"} within 10 seconds."));
  }

  private void frame(String text) {
    try {
      ObjectNode frame = read(text);
      String type = frame.path("type").asText();
      switch (type) {
        case "ping" -> say(answer("pong").put("at", clock.instant().toString()));
        case "auth" -> authenticate(frame);
        case "subscribe" -> subscribe(frame);
        default ->
            throw new ProblemException(
                Problem.invalid(
                    List.of(new FieldError("type", "must be auth, subscribe or ping"))));
      }
    } catch (ProblemException e) {
      refuse(e.problem());
    }
  }

  private static ObjectNode read(String text) {
    try {
      if (text.length() <= LONGEST_FRAME && JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      LOG.debugf("A frame is not JSON: %s", e.getClass());
    }
    throw new ProblemException(
        Problem.malformed("A frame must be one JSON object of at most 64 KiB."));
  }

  private void authenticate(ObjectNode frame) {
    if (state != State.STRANGER) {
      throw new ProblemException(
          Problem.of(409, "known-already", "Who calls is known", "Go on with subscribe."));
    }
    Credential credential =
        Credential.of(frame.path("key").asText().strip())
            .orElseThrow(() -> new ProblemException(unknown()));
    Optional<Caller> byKey = authenticator.byKey(credential);
    if (byKey.isPresent()) {
      welcome(byKey.get());
      return;
    }
    state = State.VERIFYING;
    var _ =
        vertx
            .executeBlocking(() -> authenticator.byToken(credential), false)
            .onSuccess(known -> known.ifPresentOrElse(this::greet, () -> refuse(unknown())))
            .onFailure(this::notVerified);
  }

  private void greet(Caller known) {
    try {
      welcome(known);
    } catch (ProblemException e) {
      refuse(e.problem());
    }
  }

  private void notVerified(Throwable failure) {
    if (failure instanceof ProblemException expected) {
      refuse(expected.problem());
    } else {
      LOG.error("A token could not be verified", failure);
      refuse(Problem.of(500, "internal", "The gateway has a defect", "Its log has the cause."));
    }
  }

  private static Problem unknown() {
    return Problem.unauthorized("The key is not known");
  }

  private void welcome(Caller known) {
    EventRoutes.mayRead(known);
    caller = Optional.of(known);
    state = State.KNOWN;
    vertx.cancelTimer(timer);
    timer = vertx.setTimer(PATIENCE_MILLIS, any -> tooLate());
    long sessions = events.count(known, Selection.ALL);
    say(answer("welcome").put("sessions", sessions));
  }

  private void subscribe(ObjectNode frame) {
    if (state != State.KNOWN) {
      throw new ProblemException(
          state == State.READING
              ? Problem.of(
                  409,
                  "subscribed-already",
                  "There is a subscription",
                  "Open another WebSocket for another one.")
              : Problem.unauthorized("The first frame is auth"));
    }
    Caller known = caller.orElseThrow();
    SelectionReader.Wish wish = SelectionReader.read(fields(frame), "after");
    EventRoutes.admit(events, known, wish);
    state = State.READING;
    vertx.cancelTimer(timer);
    long sessions = events.count(known, wish.selection());
    say(answer("subscribed").put("sessions", sessions));
    events.serve(known, wish, new WebSocketWriter(socket, this::ping));
  }

  private static Map<String, List<String>> fields(ObjectNode frame) {
    var fields = new HashMap<String, List<String>>();
    for (Map.Entry<String, JsonNode> field : frame.properties()) {
      if (!field.getKey().equals("type")) {
        fields.put(field.getKey(), texts(field.getKey(), field.getValue()));
      }
    }
    return fields;
  }

  private static List<String> texts(String name, JsonNode value) {
    var texts = new ArrayList<String>();
    for (JsonNode one :
        value.isArray()
            ? StreamSupport.stream(value.spliterator(), false).toList()
            : List.of(value)) {
      if (!one.isTextual()) {
        throw new ProblemException(
            Problem.invalid(List.of(new FieldError(name, "must be a text or a list of texts"))));
      }
      texts.add(one.asText());
    }
    return texts;
  }

  /** Who does not answer three times is gone, whatever the network says. */
  private void ping() {
    unanswered++;
    if (unanswered > MOST_UNANSWERED) {
      var _ = socket.close(POLICY_VIOLATION, "no pong");
    } else {
      var _ = socket.writePing(Buffer.buffer("kubezap"));
    }
  }

  private static ObjectNode answer(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private void say(ObjectNode frame) {
    if (!socket.isClosed()) {
      var _ = socket.writeTextMessage(frame.toString());
    }
  }

  private void refuse(Problem problem) {
    vertx.cancelTimer(timer);
    ObjectNode answer = answer("error");
    answer.set("problem", problem.document());
    say(answer);
    if (!socket.isClosed()) {
      var _ = socket.close(POLICY_VIOLATION, problem.code());
    }
  }
}
