package dev.kubezap.operator.command;

/** A one-time request, made by giving an annotation a new value. */
public enum Command {
  /** Unlink the device. */
  LOG_OUT("log-out"),
  /** Unlink the device and show a new code to link it again. */
  RE_PAIR("re-pair"),
  /** Connect anew; for a session that waits for a person, the decision to go on. */
  RECONNECT("reconnect");

  private final String word;

  Command(String word) {
    this.word = word;
  }

  /** Its name in the status and in Events. */
  public String word() {
    return word;
  }

  /** The annotation that asks for it. */
  public String annotation() {
    return "kubezap.dev/" + word;
  }
}
