package dev.kubezap.pod.config;

/** A value that no log shows. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
