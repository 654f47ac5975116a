package dev.kubezap.pod.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template sees of JSON: members of objects and elements of lists, and nothing of the Java
 * objects behind them. Sections within sections multiply, so the elements are counted.
 */
final class JsonValues implements Mustache.Collector {
  private static final int MOST_ELEMENTS = 10_000;

  private int elements;

  @Override
  public @Nullable Iterator<?> toIterator(Object value) {
    return switch (value) {
      case ArrayNode list ->
          list.valueStream().peek(_ -> count()).map(JsonValues::value).iterator();
      // What the library takes for a section whose name is not there.
      case List<?> list -> list.iterator();
      default -> null;
    };
  }

  private void count() {
    if (++elements > MOST_ELEMENTS) {
      throw new ProblemException(
          Problem.invalid(
              "template", "goes through more than " + MOST_ELEMENTS + " elements of lists"));
    }
  }

  @Override
  public Mustache.VariableFetcher createFetcher(Object context, String name) {
    return JsonValues::member;
  }

  private static Object member(Object context, String name) {
    if (!(context instanceof ObjectNode object)) {
      return Template.NO_FETCHER_FOUND;
    }
    JsonNode member = object.path(name);
    return member.isMissingNode() || member.isNull() ? Template.NO_FETCHER_FOUND : value(member);
  }

  private static Object value(JsonNode node) {
    return node.isBoolean()
        ? (Object) node.booleanValue()
        : node.isValueNode() ? node.asText() : node;
  }

  @Override
  public <K, V> Map<K, V> createFetcherCache() {
    return new HashMap<>();
  }
}
