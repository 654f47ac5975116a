package dev.kubezap.gateway.api;

import dev.kubezap.gateway.problem.FieldError;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes a query's parameters one by one, and notes what is wrong with them; what nobody took at the
 * end is unknown.
 */
final class Parameters {

  private final MultivaluedMap<String, String> query;
  private final Set<String> taken = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  Parameters(MultivaluedMap<String, String> query) {
    this.query = query;
  }

  Optional<String> text(String name) {
    taken.add(name);
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      errors.add(new FieldError(name, "must be given once"));
    }
    return values.stream().findFirst();
  }

  Optional<String> oneOf(String name, List<String> values) {
    return parsed(
        name,
        text -> Optional.of(text).filter(values::contains),
        "must be one of " + String.join(", ", values));
  }

  int number(String name, int least, int most, int otherwise) {
    return parsed(
            name,
            text ->
                Optional.of(text)
                    .filter(digits -> digits.matches("[0-9]{1,6}"))
                    .map(Integer::valueOf)
                    .filter(number -> number >= least && number <= most),
            "must be a number from " + least + " to " + most)
        .orElse(otherwise);
  }

  Duration duration(String name, Duration longest, Duration otherwise) {
    return parsed(
            name,
            text ->
                durationOf(text).filter(one -> !one.isNegative() && one.compareTo(longest) <= 0),
            "must be a duration such as PT30S, at most " + longest)
        .orElse(otherwise);
  }

  <T> Optional<T> parsed(String name, Function<String, Optional<T>> parser, String rule) {
    Optional<String> text = text(name);
    Optional<T> value = text.flatMap(parser);
    if (text.isPresent() && value.isEmpty()) {
      errors.add(new FieldError(name, rule));
    }
    return value;
  }

  /** Seconds, or as ISO 8601 writes it. */
  private static Optional<Duration> durationOf(String text) {
    try {
      return Optional.of(
          text.matches("[0-9]{1,6}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Ends the request when something is wrong. */
  void finish() {
    for (String name : query.keySet()) {
      if (!taken.contains(name)) {
        errors.add(new FieldError(name, "is not a parameter here"));
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }
}
