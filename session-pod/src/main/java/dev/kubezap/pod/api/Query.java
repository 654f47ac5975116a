package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.json.FieldError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes a query's parameters one by one, and notes what is wrong with them; what nobody took at the
 * end is unknown.
 */
final class Query {
  private static final int DEFAULT_LIMIT = 50;
  private static final int HIGHEST_LIMIT = 200;
  private static final int LONGEST_CURSOR = 512;
  private static final int MOST_SKIPPED = 10_000;

  private final Map<String, List<String>> parameters;
  private final Set<String> taken = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  Query(Request request) {
    parameters = request.query();
  }

  /** A parameter as it was sent. */
  Optional<String> text(String name) {
    taken.add(name);
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      errors.add(new FieldError(name, "must be given once"));
    }
    return values.stream().findFirst();
  }

  /** One of these values. */
  Optional<String> oneOf(String name, List<String> values) {
    return parsed(
        name,
        text -> values.contains(text) ? Optional.of(text) : Optional.empty(),
        "must be one of " + String.join(", ", values));
  }

  /** A constant by its name in lower case. */
  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    return parsed(
        name,
        text ->
            constants.stream()
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst(),
        "must be one of "
            + constants.stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> flag(String name) {
    return oneOf(name, List.of("true", "false")).map(Boolean::valueOf);
  }

  /** A whole number within bounds, both included. */
  Optional<Long> number(String name, long lowest, long highest) {
    return parsed(
        name,
        text -> {
          try {
            long number = Long.parseLong(text);
            return number >= lowest && number <= highest ? Optional.of(number) : Optional.empty();
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        },
        highest == Long.MAX_VALUE
            ? "must be a whole number from " + lowest
            : "must be a whole number from " + lowest + " to " + highest);
  }

  /** A time of RFC 3339. */
  Optional<Instant> time(String name) {
    return parsed(name, Times::parse, Times.RULE);
  }

  /** A duration of ISO 8601, or a number of seconds. */
  Optional<Duration> duration(String name, Duration longest) {
    return parsed(
        name,
        text -> durationOf(text).filter(d -> !d.isNegative() && d.compareTo(longest) <= 0),
        "must be a duration of at most " + longest + ", such as PT15S");
  }

  /** Anything that a parser takes; {@code rule} completes the sentence that the name begins. */
  <T> Optional<T> parsed(String name, Function<String, Optional<T>> parser, String rule) {
    Optional<String> text = text(name);
    Optional<T> value = text.flatMap(parser);
    if (text.isPresent() && value.isEmpty()) {
      errors.add(new FieldError(name, rule));
    }
    return value;
  }

  /** {@code limit} and {@code cursor}. */
  PageRequest page() {
    int limit = number("limit", 1, HIGHEST_LIMIT).map(Long::intValue).orElse(DEFAULT_LIMIT);
    Optional<String> cursor =
        parsed(
            "cursor",
            text ->
                text.isEmpty() || text.length() > LONGEST_CURSOR
                    ? Optional.empty()
                    : Optional.of(text),
            "must be the nextCursor of an earlier answer");
    return new PageRequest(limit, cursor);
  }

  /** The same and {@code skip}, for lists that let some of the first be left out. */
  PageRequest skippingPage() {
    PageRequest page = page();
    int skip = number("skip", 0, MOST_SKIPPED).map(Long::intValue).orElse(0);
    return new PageRequest(page.limit(), page.cursor(), skip);
  }

  /** Parameters whose names begin so, by the rest of their names. */
  Map<String, String> beginningWith(String prefix) {
    Map<String, String> found = new TreeMap<>();
    for (String name : parameters.keySet()) {
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        text(name).ifPresent(value -> found.put(name.substring(prefix.length()), value));
      }
    }
    return found;
  }

  /** Notes what is wrong with a parameter. */
  void wrong(String name, String rule) {
    errors.add(new FieldError(name, rule));
  }

  /**
   * Passes when all parameters were taken and right. Call it last.
   *
   * @throws ProblemException 422
   */
  void finish() {
    List<FieldError> all = new ArrayList<>(errors);
    parameters.keySet().stream()
        .filter(name -> !taken.contains(name))
        .sorted()
        .forEach(
            name ->
                all.add(
                    new FieldError(
                        name.length() <= 64 ? name : name.substring(0, 64) + "…",
                        "is not a parameter of this request")));
    if (!all.isEmpty()) {
      throw new ProblemException(Problem.invalid(all));
    }
  }

  private static Optional<Duration> durationOf(String text) {
    try {
      return Optional.of(
          text.matches("\\d{1,6}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
