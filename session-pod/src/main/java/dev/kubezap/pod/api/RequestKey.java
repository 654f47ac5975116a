package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.json.Json;
import dev.kubezap.whatsapp.SendRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The {@code Idempotency-Key} of a request, and what it stands for. */
final class RequestKey {
  static final String HEADER = "idempotency-key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

  /** They say how long the caller waits, not what for. */
  private static final Set<String> WAITS = Set.of("wait", "timeout");

  private RequestKey() {}

  /**
   * That of a message: its body is the whole request.
   *
   * @throws ProblemException 422 for a key that is none
   */
  static Optional<SendRequest.Idempotency> of(Request request) {
    return text(request).map(key -> new SendRequest.Idempotency(key, hashOf(request.body())));
  }

  /**
   * That of any other request: a route, what its path and its query name, and the body.
   *
   * @throws ProblemException 422 for a key that is none
   */
  static Optional<SendRequest.Idempotency> of(Request request, Route route) {
    return text(request)
        .map(key -> new SendRequest.Idempotency(key, hashOf(whole(request, route))));
  }

  private static Optional<String> text(Request request) {
    Optional<String> key = request.header(HEADER);
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw new ProblemException(
          Problem.invalid(
              "Idempotency-Key", "must be 1 to 255 visible ASCII characters without spaces"));
    }
    return key;
  }

  private static ObjectNode whole(Request request, Route route) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.put("route", route.method() + " " + route.path());
    ObjectNode path = whole.putObject("path");
    request.pathParameters().forEach(path::put);
    ObjectNode query = whole.putObject("query");
    request
        .query()
        .forEach(
            (name, values) -> {
              if (!WAITS.contains(name)) {
                values.forEach(query.putArray(name)::add);
              }
            });
    whole.set("body", request.body());
    return whole;
  }

  /** Two bodies that say the same in another order or layout are one request. */
  private static ByteString hashOf(ObjectNode body) {
    try {
      byte[] canonical = Json.bytes(sorted(body));
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Map<String, JsonNode> entries = new TreeMap<>();
      object.properties().forEach(entry -> entries.put(entry.getKey(), sorted(entry.getValue())));
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      entries.forEach(sorted::set);
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> sorted.add(sorted(item)));
      return sorted;
    }
    return node;
  }
}
