package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Credentials;
import dev.kubezap.pod.http.FrameCalls;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.pod.server.WebSocketChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * What the reader of a WebSocket says: who it is, which events it wants, what it asks for. Read on
 * a thread of its own; whatever breaks the rules ends the conversation with the reason.
 */
final class SocketConversation {
  private static final Logger LOG = Logger.getLogger(SocketConversation.class);
  private static final int POLICY_VIOLATION = 1008;
  private static final int LONGEST_KEY = 4096;

  private final WebSocketChannel socket;
  private final Parts parts;
  private final Runnable admission;
  private final SocketRequests requests;
  private final CompletableFuture<Credentials> caller = new CompletableFuture<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  /**
   * What every conversation needs.
   *
   * @param name the session's, as namespace/name
   * @param calls answers requests in frames
   */
  record Parts(String name, Session session, FrameCalls calls, Clock clock) {}

  /** Which events are wanted, and after which one; without one the next is the first. */
  record Subscription(EventSelection selection, OptionalLong after) {}

  /**
   * @param known who calls, when the request that opened the WebSocket said so
   * @param admission called when a stranger becomes known; throws when there is no place for him
   */
  SocketConversation(
      WebSocketChannel socket, Parts parts, Optional<Credentials> known, Runnable admission) {
    known.ifPresent(caller::complete);
    this.socket = socket;
    this.parts = parts;
    this.admission = admission;
    requests = new SocketRequests(parts.calls(), this::say);
  }

  /** Completed when the reader has said who it is. */
  CompletableFuture<Credentials> caller() {
    return caller;
  }

  /** Completed when the reader has said what it wants. */
  CompletableFuture<Subscription> subscription() {
    return subscription;
  }

  /** Greets a reader that is known. */
  void welcome() throws IOException {
    ObjectNode frame = frame("welcome").put("session", parts.name());
    frame.set("status", SessionJson.of(parts.session().snapshot()));
    say(Json.text(frame));
  }

  /** Takes frames until the reader goes. */
  void receive() {
    try {
      Optional<String> text = socket.read();
      while (text.isPresent()) {
        take(text.get());
        text = socket.read();
      }
    } catch (IOException e) {
      LOG.debugf("The reader of a WebSocket went: %s", e.getMessage());
    }
  }

  private void take(String text) throws IOException {
    try {
      ObjectNode frame = read(text);
      Fields fields = new Fields(frame);
      switch (fields.requiredText("type", 32).orElse("")) {
        case "ping" -> ping(fields);
        case "auth" -> authenticate(fields);
        case "subscribe" -> subscribe(fields);
        case "request" -> request(frame, fields);
        default -> {
          fields.wrong("type", "must be auth, subscribe, request or ping");
          throw new ProblemException(Problem.invalid(fields.errorsSoFar()));
        }
      }
    } catch (ProblemException e) {
      refuse(e.problem());
    }
  }

  private static ObjectNode read(String text) {
    try {
      JsonNode document = Json.read(text.getBytes(StandardCharsets.UTF_8));
      if (document instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedJsonException("it is not an object");
    } catch (MalformedJsonException e) {
      throw new ProblemException(malformed("A frame must be one JSON object: " + e.getMessage()));
    }
  }

  private void ping(Fields fields) throws IOException {
    Checked.pass(fields);
    say(Json.text(frame("pong").put("at", parts.clock().instant().toString())));
  }

  private void authenticate(Fields fields) throws IOException {
    Optional<String> key = fields.text("key", LONGEST_KEY);
    Optional<String> ticket = fields.text("ticket", 128);
    if (key.isPresent() == ticket.isPresent()) {
      fields.wrong("key", "or ticket must be given, one of the two");
    }
    Checked.pass(fields);
    if (caller.isDone()) {
      throw new ProblemException(
          Problem.conflict("known-already", "Who calls is known", "Go on with subscribe."));
    }
    Credentials shown =
        key.map(text -> Credentials.ofKey(text.strip()))
            .orElseGet(() -> parts.calls().redeem(ticket.orElseThrow()));
    parts.calls().requireReader(shown);
    admission.run();
    // Before the greeting: whoever has read that goes on at once.
    boolean _ = caller.complete(shown);
    welcome();
  }

  private void subscribe(Fields fields) {
    requireCaller();
    Optional<EventSelection> selection = EventSelection.of(fields.texts("events", 100, 64));
    if (selection.isEmpty()) {
      fields.wrong("events", EventSelection.rule());
    }
    Optional<Long> after = fields.sequence("after");
    Checked.pass(fields);
    boolean first =
        subscription.complete(
            new Subscription(
                selection.orElseThrow(), after.map(OptionalLong::of).orElse(OptionalLong.empty())));
    if (!first) {
      throw new ProblemException(
          Problem.conflict(
              "subscribed-already",
              "There is a subscription",
              "Open another WebSocket for another one."));
    }
  }

  private void request(ObjectNode frame, Fields fields) throws IOException {
    requests.take(frame, fields, requireCaller());
  }

  private Credentials requireCaller() {
    if (!caller.isDone()) {
      throw new ProblemException(
          Problem.of(
              401,
              "unauthorized",
              "Who calls is not known",
              "The first frame must be {\"type\": \"auth\", \"key\": ...}."));
    }
    return caller.join();
  }

  /** Says why, and ends the conversation. */
  void refuse(Problem problem) throws IOException {
    ObjectNode error = frame("error");
    error.set("problem", problem.document());
    say(Json.text(error));
    socket.close(POLICY_VIOLATION, problem.code());
  }

  static Problem malformed(String detail) {
    return Problem.of(400, "malformed-request", "The conversation is malformed", detail);
  }

  private void say(String text) throws IOException {
    socket.write(text);
  }

  static ObjectNode frame(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
