package dev.kubezap.pod.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.server.Exchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was authenticated and is within its limits.
 *
 * @param pathParameters the values of the route's {@code {names}}, decoded
 * @param query the query's parameters, decoded, each in the order of the address
 * @param headers by lower-case name
 * @param body the JSON object, empty when the route takes none
 */
public record Request(
    Map<String, String> pathParameters,
    Map<String, List<String>> query,
    Map<String, String> headers,
    ObjectNode body) {

  /** A request without a body. */
  public static Request withoutBody(
      Map<String, String> pathParameters,
      Map<String, List<String>> query,
      Map<String, String> headers) {
    return new Request(pathParameters, query, headers, JsonNodeFactory.instance.objectNode());
  }

  /** The value of a {@code {name}} in the route's path. */
  public String path(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** A header's value. */
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The trace context that it is answered within; never what a caller sent. */
  public Optional<String> trace() {
    return header(Exchange.TRACE);
  }

  /** Names no value: they may be secrets. */
  @Override
  public String toString() {
    return "Request";
  }
}
