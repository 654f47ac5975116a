package dev.kubezap.operator.status;

/**
 * What a chain says of a condition.
 *
 * @param holds whether the condition is true
 * @param reason one word of camel case
 * @param message for people
 */
public record Verdict(boolean holds, String reason, String message) {

  static Verdict yes(String reason, String message) {
    return new Verdict(true, reason, message);
  }

  static Verdict no(String reason, String message) {
    return new Verdict(false, reason, message);
  }
}
