package dev.kubezap.pod.crash;

/**
 * A place in a process's life: just before or just after something leaves it.
 *
 * @param name kind and place in the program, how often it was passed, and on which side
 */
public record CrashPoint(String name) {
  /** Database, link, media, webhook, file, move or answer. */
  public String kind() {
    return name.replaceFirst(" .*", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
