package dev.kubezap.whatsapp.mex;

import dev.kubezap.whatsapp.json.JsonObject;
import dev.kubezap.whatsapp.node.Node;
import java.util.List;
import java.util.Optional;

/** What a query was answered by: errors come inside of a result. */
public sealed interface MexAnswer {
  /** What an error without a code is told as. */
  int BAD_REQUEST = 400;

  /** The data; whatever else it says is of the query. */
  record Data(JsonObject data) implements MexAnswer {}

  /** The service said no. */
  record Refused(int code) implements MexAnswer {}

  /** Nothing that can be read. */
  record Unreadable() implements MexAnswer {}

  /** Reads the answer of an iq. */
  static MexAnswer read(Node iq) {
    Optional<JsonObject> answer = iq.child("result").flatMap(Node::text).flatMap(JsonObject::parse);
    if (answer.isEmpty()) {
      return new Unreadable();
    }
    List<JsonObject> errors = answer.get().objects("errors");
    if (!errors.isEmpty()) {
      return new Refused(
          errors
              .getFirst()
              .object("extensions")
              .flatMap(more -> more.number("error_code"))
              .filter(code -> code >= 100 && code <= 599)
              .map(Long::intValue)
              .orElse(BAD_REQUEST));
    }
    return answer.get().object("data").<MexAnswer>map(Data::new).orElseGet(Unreadable::new);
  }
}
