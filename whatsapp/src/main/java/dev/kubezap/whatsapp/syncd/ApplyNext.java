package dev.kubezap.whatsapp.syncd;

/**
 * An input: what was read of app state is to be done.
 *
 * @param after the name of the last row that was seen to; empty at first
 */
public record ApplyNext(String after) {
  /** All of it. */
  public static ApplyNext theFirst() {
    return new ApplyNext("");
  }
}
