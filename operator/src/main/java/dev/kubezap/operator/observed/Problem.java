package dev.kubezap.operator.observed;

/**
 * Something that keeps the operator from bringing the session to what the resource says.
 *
 * @param reason one word of camel case
 * @param message what to do
 * @param remedy what ends it
 */
public record Problem(String reason, String message, Remedy remedy) {

  /** What ends a problem. */
  public enum Remedy {
    /** A person has to act; waiting does not help. */
    PERSON,
    /** It may pass by itself, and is looked at again soon. */
    TIME,
    /** Something is not there that somebody may be about to create. */
    CREATION,
    /** Nothing is wrong: others come first, and the session is called. */
    TURN
  }

  /** Something is not there yet, such as a Secret that is about to be created. */
  public static Problem absent(String reason, String message) {
    return new Problem(reason, message, Remedy.CREATION);
  }

  /** A problem that may pass by itself, such as a database that is away. */
  public static Problem passing(String reason, String message) {
    return new Problem(reason, message, Remedy.TIME);
  }

  /** A problem that stays until a person acts. */
  public static Problem blocking(String reason, String message) {
    return new Problem(reason, message, Remedy.PERSON);
  }

  /** Others come first. */
  public static Problem queued(String reason, String message) {
    return new Problem(reason, message, Remedy.TURN);
  }

  /** The same, with what it is about at the end of its message. */
  public Problem about(String what) {
    return new Problem(reason, message + ", " + what, remedy);
  }

  /** Whether a person has to act. */
  public boolean blocking() {
    return remedy == Remedy.PERSON;
  }

  /** Whether waiting is all that is needed. */
  public boolean passing() {
    return remedy == Remedy.TIME;
  }

  /** Whether something is wrong, rather than only not yet done. */
  public boolean trouble() {
    return remedy != Remedy.TURN;
  }
}
