package dev.kubezap.whatsapp.signal;

/** The kinds of ciphertext and their names in the {@code type} of an {@code enc} node. */
public enum CiphertextType {
  /** A message that also builds the session at its receiver. */
  PRE_KEY("pkmsg"),
  /** A message of a session that both sides have. */
  SIGNAL("msg"),

  /** A message to a group, under its sender's key. */
  SENDER_KEY("skmsg");

  private final String wireName;

  CiphertextType(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  public String wireName() {
    return wireName;
  }
}
