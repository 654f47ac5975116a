package dev.kubezap.operator.observed;

import java.util.List;

/** A value, or why there is none. */
public sealed interface Result<T> {

  /** It is there. */
  record Found<T>(T value) implements Result<T> {}

  /** It is not; the problems say why. */
  record Missing<T>(List<Problem> problems) implements Result<T> {}

  /** A value. */
  static <T> Result<T> found(T value) {
    return new Found<>(value);
  }

  /** No value. */
  static <T> Result<T> missing(Problem... problems) {
    return new Missing<>(List.of(problems));
  }
}
