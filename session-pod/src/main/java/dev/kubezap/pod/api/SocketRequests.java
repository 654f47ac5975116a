package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Credentials;
import dev.kubezap.pod.http.FrameCalls;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.json.FieldError;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Answers the requests in the frames of one WebSocket, some at once; while so many are in work the
 * next frame is not read.
 */
final class SocketRequests {
  private static final Logger LOG = Logger.getLogger(SocketRequests.class);
  private static final int AT_ONCE = 8;
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final FrameCalls calls;
  private final Outlet outlet;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Takes frames to the reader. */
  @FunctionalInterface
  interface Outlet {
    void say(String text) throws IOException;
  }

  SocketRequests(FrameCalls calls, Outlet outlet) {
    this.calls = calls;
    this.outlet = outlet;
  }

  /**
   * Begins a request; its answer is a frame of its own.
   *
   * @throws ProblemException 422 when it has no id that the answer could name
   */
  void take(ObjectNode frame, Fields fields, Credentials caller) throws IOException {
    Optional<String> id = fields.requiredText("id", 64);
    if (id.isEmpty()) {
      throw new ProblemException(Problem.invalid(fields.errorsSoFar()));
    }
    Optional<String> method = fields.requiredText("method", 8);
    if (method.isPresent() && !METHODS.contains(method.get())) {
      fields.wrong("method", "must be one of " + String.join(", ", METHODS));
    }
    Optional<String> path = fields.requiredText("path", 8192);
    if (path.isPresent() && !path.get().startsWith("/api/v1/")) {
      fields.wrong("path", "must begin with /api/v1/");
    }
    Optional<String> key = fields.text("idempotencyKey", 255);
    boolean hasBody = fields.isObject("body");
    fields.taken("body");
    if (fields.has("body") && !hasBody) {
      fields.wrong("body", "must be an object");
    }
    List<FieldError> errors = fields.errors();
    if (!errors.isEmpty()) {
      answer(id.get(), Reply.problem(Problem.invalid(errors)));
      return;
    }
    ObjectNode body =
        hasBody ? (ObjectNode) frame.path("body") : JsonNodeFactory.instance.objectNode();
    Map<String, String> headers = new HashMap<>(caller.headers());
    headers.put("accept", "application/json");
    key.ifPresent(text -> headers.put("idempotency-key", text));
    begin(() -> calls.call(method.orElseThrow(), path.orElseThrow(), headers, body), id.get());
  }

  @FunctionalInterface
  private interface Call {
    Reply reply();
  }

  private void begin(Call call, String id) {
    free.acquireUninterruptibly();
    Thread _ =
        Thread.ofVirtual()
            .name("socket-request")
            .start(
                () -> {
                  try {
                    answer(id, call.reply());
                  } catch (IOException e) {
                    LOG.debugf("The reader of a WebSocket went: %s", e.getMessage());
                  } catch (RuntimeException | Error e) {
                    // What one request brings about is no reason to end the process.
                    LOG.error("A request in a WebSocket ended by a defect", e);
                  } finally {
                    free.release();
                  }
                });
  }

  /** The answer's document goes in as it is: a page may be larger than what may be read here. */
  private void answer(String id, Reply reply) throws IOException {
    ObjectNode head =
        SocketConversation.frame("response").put("id", id).put("status", reply.status());
    Map<String, String> told = new TreeMap<>(reply.headers());
    told.remove("Vary");
    if (!told.isEmpty()) {
      ObjectNode headers = head.putObject("headers");
      told.forEach(headers::put);
    }
    String text = Json.text(head);
    outlet.say(
        reply.body().isEmpty()
            ? text
            : text.substring(0, text.length() - 1)
                + ",\"body\":"
                + reply.body().toStringUtf8()
                + "}");
  }
}
