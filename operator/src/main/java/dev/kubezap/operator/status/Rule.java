package dev.kubezap.operator.status;

import java.util.Optional;
import java.util.function.Function;

/**
 * One policy of a chain.
 *
 * @param name what it is about
 * @param judge its answer, empty when the situation is none of its business
 */
record Rule<T>(String name, Function<Situation, Optional<T>> judge) {

  static <T> Rule<T> rule(String name, Function<Situation, Optional<T>> judge) {
    return new Rule<>(name, judge);
  }
}
