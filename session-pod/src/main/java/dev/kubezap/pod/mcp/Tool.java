package dev.kubezap.pod.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tool: a route of the API with a name and a description for agents.
 *
 * @param name such as {@code send_text}
 * @param document as {@code tools/list} shows it: name, title, description, schema of the arguments
 * @param route what is called
 * @param fixed members of the body that no argument names
 */
record Tool(String name, ObjectNode document, Route route, ObjectNode fixed) {

  /** The argument that becomes the header of that meaning: a repeated call sends once. */
  private static final String IDEMPOTENCY_KEY = "idempotencyKey";

  /**
   * The request that a call stands for. Arguments that the path names go there; the others become
   * query parameters, or members of the body where the route takes one. The route itself refuses
   * what it does not know.
   *
   * @param headers of the caller's request
   * @throws ProblemException 422 when an argument has no form that fits its place
   */
  Request request(ObjectNode arguments, Map<String, String> headers) {
    Map<String, String> path = new LinkedHashMap<>();
    Map<String, List<String>> query = new LinkedHashMap<>();
    Map<String, String> all = new LinkedHashMap<>(headers);
    ObjectNode body = fixed.deepCopy();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      String name = argument.getKey();
      if (isInPath(name)) {
        path.put(name, text(name, argument.getValue()));
      } else if (name.equals(IDEMPOTENCY_KEY)) {
        all.put("idempotency-key", text(name, argument.getValue()));
      } else if (takesBody()) {
        if (fixed.has(name)) {
          throw new ProblemException(Problem.invalid(name, "is set by this tool"));
        }
        body.set(name, argument.getValue());
      } else {
        query.put(name, List.of(text(name, argument.getValue())));
      }
    }
    for (String segment : route.path().split("/", -1)) {
      String name = segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : "";
      if (!name.isEmpty() && !path.containsKey(name)) {
        throw new ProblemException(Problem.invalid(name, "is required"));
      }
    }
    return new Request(path, query, all, body);
  }

  private boolean isInPath(String name) {
    return route.path().contains("{" + name + "}");
  }

  /** A body of JSON; a route that also takes uploads has none of its own. */
  private boolean takesBody() {
    return route.body() != Route.Body.NONE
        || route.endpoint() instanceof Route.Endpoint.AnswerOrUpload;
  }

  private static String text(String name, JsonNode value) {
    if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
      throw new ProblemException(Problem.invalid(name, "must be a text, a number or a boolean"));
    }
    return value.asText();
  }
}
