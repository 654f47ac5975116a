package dev.kubezap.pod.baileys;

import java.util.Locale;

/**
 * An entry of a link that was left out, which the device can do without.
 *
 * @param name as Baileys writes it
 * @param why and why
 */
public record SkippedEntry(String name, Why why) {
  /** So many of them are named; all are counted. */
  static final int MOST_NAMED = 50;

  /** Why an entry is left out. */
  public enum Why {
    /** It is longer than an entry may be, or has more values. */
    TOO_LONG,
    /** It is no JSON, or not what its name says. */
    DAMAGED;

    /** As it is told to callers. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
