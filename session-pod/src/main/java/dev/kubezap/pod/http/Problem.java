package dev.kubezap.pod.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as its caller sees it: a problem document of RFC 9457.
 *
 * @param status the HTTP status
 * @param code stable, in kebab case; the document's {@code type} ends with it
 * @param title what kind of problem it is, the same for every occurrence
 * @param detail what to do about it
 * @param errors the fields that are wrong, when it is about fields
 * @param members further members of the document, such as {@code whatsappCode}
 * @param headers further headers of the answer, such as {@code Retry-After}
 */
public record Problem(
    int status,
    String code,
    String title,
    String detail,
    List<FieldError> errors,
    Map<String, JsonNode> members,
    Map<String, String> headers) {

  private static final String TYPE_PREFIX = "https://kubezap.dev/problems/";

  /** The media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
    members = Map.copyOf(members);
    headers = Map.copyOf(headers);
  }

  /** A problem without fields, members and headers. */
  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of(), Map.of(), Map.of());
  }

  /** The request is well-formed, but what it says cannot be done. */
  public static Problem invalid(List<FieldError> errors) {
    return new Problem(
        422,
        "invalid-request",
        "The request is not valid",
        "Correct the fields that errors names and send the request again.",
        errors,
        Map.of(),
        Map.of());
  }

  /** One field of a well-formed request is wrong. */
  public static Problem invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  /** What the path names does not exist. */
  public static Problem notFound(String detail) {
    return of(404, "not-found", "Not found", detail);
  }

  /** The session's state does not allow it now. */
  public static Problem conflict(String code, String title, String detail) {
    return of(409, code, title, detail);
  }

  /** Something that the request needs is away for a while. */
  public static Problem unavailable(String code, String detail, int retryAfterSeconds) {
    return of(503, code, "Not available now", detail)
        .withHeader("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** The same problem with one more header. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, title, detail, errors, members, more);
  }

  /** The same problem with one more member of its document. */
  public Problem withMember(String name, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(status, code, title, detail, errors, more, headers);
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
    members.forEach(document::set);
    return document;
  }
}
