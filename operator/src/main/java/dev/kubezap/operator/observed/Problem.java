package dev.kubezap.operator.observed;

/**
 * Something that keeps the operator from bringing the session to what the resource says.
 *
 * @param reason one word of camel case
 * @param message what to do
 * @param blocking whether a person has to act, so that waiting does not help
 */
public record Problem(String reason, String message, boolean blocking) {

  /** A problem that may pass by itself, such as a Secret that is about to be created. */
  public static Problem passing(String reason, String message) {
    return new Problem(reason, message, false);
  }

  /** A problem that stays until a person acts. */
  public static Problem blocking(String reason, String message) {
    return new Problem(reason, message, true);
  }
}
