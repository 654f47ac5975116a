package dev.kubezap.pod.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.server.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer.
 *
 * @param contentType empty when there is no body
 * @param headers beside those that every answer has
 */
public record Reply(int status, String contentType, ByteString body, Map<String, String> headers) {

  public Reply {
    headers = Map.copyOf(headers);
  }

  /** An answer with a JSON document. */
  public static Reply json(int status, JsonNode document) {
    return new Reply(
        status, "application/json", ByteString.copyFrom(Json.bytes(document)), Map.of());
  }

  /** An answer with a body of any type. */
  public static Reply of(String contentType, ByteString body) {
    return new Reply(200, contentType, body, Map.of());
  }

  /** Done, nothing to say. */
  public static Reply noContent() {
    return new Reply(204, "", ByteString.EMPTY, Map.of());
  }

  /** The answer to a request that has a problem. */
  public static Reply problem(Problem problem) {
    return new Reply(
        problem.status(),
        Problem.MEDIA_TYPE,
        ByteString.copyFrom(Json.bytes(problem.document())),
        problem.headers());
  }

  /** The same answer with one more header. */
  public Reply withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, more);
  }

  /** As it is sent. */
  Response response() {
    Map<String, String> all = ReplyHeaders.secure(contentType);
    all.putAll(headers);
    return new Response(status, all, contentType.isEmpty() ? new byte[0] : body.toByteArray());
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "Reply[" + status + " " + contentType + " " + body.size() + " bytes]";
  }
}
