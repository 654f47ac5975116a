package dev.kubezap.operator.status;

import java.util.List;
import java.util.Optional;

/**
 * Policies in order; the first that has an answer gives it.
 *
 * @param rules the policies
 */
record Chain<T>(List<Rule<T>> rules) {

  @SafeVarargs
  @SuppressWarnings("varargs") // the array goes nowhere else
  static <T> Chain<T> of(Rule<T>... rules) {
    return new Chain<>(List.of(rules));
  }

  Optional<T> judge(Situation situation) {
    return rules.stream().flatMap(rule -> rule.judge().apply(situation).stream()).findFirst();
  }
}
