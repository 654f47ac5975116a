package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.json.FieldError;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.appstate.LabelKey;
import dev.kubezap.whatsapp.appstate.ListLabels;
import dev.kubezap.whatsapp.model.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which labels a caller wants something to bear. */
final class LabelChoice {
  /** Completes the sentence that a parameter's name begins. */
  static final String ID_RULE = "must be the id of a label, as GET /api/v1/labels lists them";

  private static final String FIELD = "labels";
  private static final int MOST = 100;
  private static final int LONGEST_ID = 64;

  private final ServiceCalls calls;

  LabelChoice(ServiceCalls calls) {
    this.calls = calls;
  }

  /** An id that a label can have. */
  static Optional<String> id(String text) {
    return LabelKey.isId(text) ? Optional.of(text) : Optional.empty();
  }

  /** The field {@code labels}; an empty list is a choice, too. */
  static Optional<List<String>> chosen(Fields fields) {
    boolean given = fields.has(FIELD);
    List<String> ids = fields.texts(FIELD, MOST, LONGEST_ID);
    return given ? Optional.of(ids) : Optional.empty();
  }

  /**
   * What is to be put on and taken off.
   *
   * @param before the labels that it bears
   * @param wanted those that it is to bear
   * @return by ids, those that are put on first
   * @throws ProblemException 422 when one of them is not there
   */
  Map<String, Boolean> changed(Set<String> before, List<String> wanted)
      throws InterruptedException {
    Set<String> known =
        calls.given(new ListLabels.Wanted()).labels().stream()
            .map(Label::id)
            .collect(Collectors.toSet());
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (!known.contains(wanted.get(i))) {
        errors.add(new FieldError(FIELD + "[" + i + "]", ID_RULE));
      }
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    Map<String, Boolean> changed = new LinkedHashMap<>();
    wanted.stream().filter(id -> !before.contains(id)).forEach(id -> changed.put(id, true));
    before.stream()
        .filter(id -> !wanted.contains(id))
        .sorted()
        .forEach(id -> changed.put(id, false));
    return changed;
  }
}
