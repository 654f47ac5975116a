package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.store.BadCursorException;
import dev.kubezap.pod.store.Slice;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers with a part of a list. */
final class Pages {

  private Pages() {}

  static <T> Reply reply(Supplier<Slice<T>> read, Function<T, ObjectNode> document) {
    return reply(read, document, OptionalLong.empty());
  }

  /**
   * @param total how many there are in all, when that was asked for
   */
  static <T> Reply reply(
      Supplier<Slice<T>> read, Function<T, ObjectNode> document, OptionalLong total) {
    Slice<T> page;
    try {
      page = read.get();
    } catch (BadCursorException e) {
      throw new ProblemException(
          Problem.invalid("cursor", "must be the nextCursor of an earlier answer of this list"));
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var items = json.putArray("items");
    page.items().forEach(item -> items.add(document.apply(item)));
    page.nextCursor().ifPresent(cursor -> json.put("nextCursor", cursor));
    total.ifPresent(count -> json.put("total", count));
    return Reply.json(200, json);
  }
}
