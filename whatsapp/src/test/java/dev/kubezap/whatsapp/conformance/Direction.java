package dev.kubezap.whatsapp.conformance;

/** Who does something, and who sees it or is asked about. */
public enum Direction {
  OURS_TO_BAILEYS("ours → Baileys"),
  BAILEYS_TO_OURS("Baileys → ours"),
  PHONE_TO_OURS("phone → ours"),
  OURS_TO_PHONE("ours → phone");

  private final String words;

  Direction(String words) {
    this.words = words;
  }

  /** The heading of its column. */
  String words() {
    return words;
  }
}
