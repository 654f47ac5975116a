package dev.kubezap.gateway.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as its caller sees it, of the same form as those of session pods.
 *
 * @param status the HTTP status
 * @param code stable, in kebab case; the document's {@code type} ends with it
 * @param title what kind of problem it is, the same for every occurrence
 * @param detail what to do about it
 * @param errors the fields that are wrong, when it is about fields
 * @param headers further headers of the answer, such as {@code Retry-After}
 */
public record Problem(
    int status,
    String code,
    String title,
    String detail,
    List<FieldError> errors,
    Map<String, String> headers) {

  /** The media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "https://kubezap.dev/problems/";

  /** Copies what it is given. */
  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  /** A problem without fields and headers. */
  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of(), Map.of());
  }

  /** The request is well-formed, but what it says cannot be done. */
  public static Problem invalid(List<FieldError> errors) {
    return new Problem(
        422,
        "invalid-request",
        "The request is not valid",
        "Correct the fields that errors names and send the request again.",
        errors,
        Map.of());
  }

  /** The request cannot be read. */
  public static Problem malformed(String detail) {
    return of(400, "malformed-request", "The request cannot be read", detail);
  }

  /** What the path names does not exist, or is not the caller's. */
  public static Problem notFound(String detail) {
    return of(404, "not-found", "Not found", detail);
  }

  /** Nobody known asks. */
  public static Problem unauthorized(String title) {
    return of(
            401,
            "unauthorized",
            title,
            "Send a fleet key, a session's key or a token as 'Authorization: Bearer <key>', or a"
                + " key as 'X-API-Key: <key>'.")
        .withHeader("WWW-Authenticate", "Bearer realm=\"kubezap\"");
  }

  /** The caller is known, and may not do this. */
  public static Problem forbidden(String detail) {
    return of(403, "forbidden", "The caller may not do this", detail);
  }

  /** Something that the request needs is away for a while. */
  public static Problem unavailable(String code, String detail, int retryAfterSeconds) {
    return of(503, code, "Not available now", detail)
        .withHeader("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** The same problem with one more header. */
  public Problem withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, title, detail, errors, more);
  }

  /** The document. */
  public ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("type", TYPE_PREFIX + code);
    document.put("title", title);
    document.put("status", status);
    document.put("detail", detail);
    document.put("code", code);
    if (!errors.isEmpty()) {
      var array = document.putArray("errors");
      errors.forEach(
          error -> array.addObject().put("field", error.field()).put("message", error.message()));
    }
    return document;
  }
}
