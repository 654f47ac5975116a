package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.json.FieldError;
import dev.kubezap.pod.json.Fields;
import java.util.List;

/** Ends a request whose fields are wrong. */
final class Checked {

  private Checked() {}

  /**
   * Passes when every field was taken and right.
   *
   * @throws ProblemException 422 with every error
   */
  static void pass(Fields fields) {
    List<FieldError> errors = fields.errors();
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }
}
