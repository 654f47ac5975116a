package dev.kubezap.pod.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the route of a request. A literal segment goes before a parameter. */
public final class RouteTable {
  private final List<Entry> entries;

  private record Entry(Route route, List<String> segments) {}

  /** What a method and path lead to. */
  public sealed interface Match {
    /** The route, with the values of its parameters. */
    record Found(Route route, Map<String, String> parameters) implements Match {}

    /** The path exists, for these methods. */
    record OtherMethods(List<String> allowed) implements Match {}

    /** The path does not exist. */
    record None() implements Match {}
  }

  public RouteTable(List<Route> routes) {
    List<Entry> sorted = new ArrayList<>();
    routes.forEach(route -> sorted.add(new Entry(route, segments(route.path()))));
    sorted.sort((a, b) -> Integer.compare(parameters(a), parameters(b)));
    entries = List.copyOf(sorted);
  }

  /** All routes. */
  public List<Route> routes() {
    return entries.stream().map(Entry::route).toList();
  }

  /**
   * Finds a route.
   *
   * @param rawPath the path as it was sent, percent-encoded
   */
  public Match match(String method, String rawPath) {
    List<String> path = segments(rawPath);
    TreeSet<String> allowed = new TreeSet<>();
    for (Entry entry : entries) {
      if (!fits(entry.segments(), path)) {
        continue;
      }
      if (entry.route().method().equals(method)) {
        return new Match.Found(entry.route(), values(entry.segments(), path));
      }
      allowed.add(entry.route().method());
    }
    return allowed.isEmpty() ? new Match.None() : new Match.OtherMethods(List.copyOf(allowed));
  }

  private static boolean fits(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      boolean fits =
          isParameter(pattern.get(i)) ? !path.get(i).isEmpty() : pattern.get(i).equals(path.get(i));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> values(List<String> pattern, List<String> path) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      if (isParameter(pattern.get(i))) {
        values.put(pattern.get(i).substring(1, pattern.get(i).length() - 1), decode(path.get(i)));
      }
    }
    return values;
  }

  private static String decode(String segment) {
    try {
      // A plus is itself in a path, unlike in a form.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              400,
              "malformed-request",
              "The request is malformed",
              "The path has a broken percent escape: encode it as UTF-8."));
    }
  }

  private static int parameters(Entry entry) {
    int count = 0;
    for (String segment : entry.segments()) {
      count += isParameter(segment) ? 1 : 0;
    }
    return count;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
