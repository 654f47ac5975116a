package dev.kubezap.gateway.stream;

import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.FieldError;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import dev.kubezap.gateway.session.SessionFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what a reader wants, and tells everything that is wrong with it at once. Pure. */
final class SelectionReader {

  private final Map<String, List<String>> fields;
  private final Set<String> taken = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  private SelectionReader(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  /**
   * A wish.
   *
   * @param selection what the reader wants
   * @param after how far it has read; empty for what happens from now on
   */
  record Wish(Selection selection, Optional<Places> after) {}

  /**
   * Reads fields by their names; a value may hold several, separated by commas.
   *
   * @param placeField what the field is called that says how far the reader has read
   * @throws ProblemException 422 with all that is wrong
   */
  static Wish read(Map<String, List<String>> fields, String placeField) {
    var reader = new SelectionReader(fields);
    var wish =
        new Wish(
            new Selection(
                reader.sessions(),
                new SessionFilter(
                    reader.one("namespace"),
                    Optional.empty(),
                    reader.one("label"),
                    Optional.empty()),
                reader.events()),
            reader.place(placeField));
    reader.finish();
    return wish;
  }

  private List<String> all(String name) {
    taken.add(name);
    return fields.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private Optional<String> one(String name) {
    taken.add(name);
    List<String> values = fields.getOrDefault(name, List.of());
    if (values.size() > 1) {
      errors.add(new FieldError(name, "must be given once"));
    }
    return values.stream().findFirst();
  }

  private Set<SessionId> sessions() {
    List<Optional<SessionId>> ids =
        all("session").stream()
            .map(text -> text.split("/", -1))
            .map(
                parts ->
                    parts.length == 2
                        ? SessionId.of(parts[0], parts[1])
                        : Optional.<SessionId>empty())
            .toList();
    if (!ids.stream().allMatch(Optional::isPresent)) {
      errors.add(new FieldError("session", "must hold ids of sessions, as namespace/name"));
    }
    return ids.stream().flatMap(Optional::stream).collect(Collectors.toSet());
  }

  private Set<String> events() {
    Set<String> events = Set.copyOf(all("events"));
    if (!Selection.EVENTS.containsAll(events)) {
      errors.add(
          new FieldError(
              "events", "may hold " + String.join(", ", new TreeSet<>(Selection.EVENTS))));
    }
    return events;
  }

  private Optional<Places> place(String name) {
    Optional<String> text = one(name).filter(value -> !value.isEmpty());
    Optional<Places> places = text.flatMap(Places::parse);
    if (text.isPresent() && places.isEmpty()) {
      errors.add(new FieldError(name, "must be the id of an event of this stream"));
    }
    return places;
  }

  private void finish() {
    for (String name : fields.keySet()) {
      if (!taken.contains(name)) {
        errors.add(new FieldError(name, "is not known here"));
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }
}
