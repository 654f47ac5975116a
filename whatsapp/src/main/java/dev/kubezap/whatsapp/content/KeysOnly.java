package dev.kubezap.whatsapp.content;

/**
 * A message that says nothing to a person.
 *
 * @param distribution whether it carries a sender key
 */
public record KeysOnly(boolean distribution) implements Content {

  @Override
  public String type() {
    return distribution ? "sender-key" : "empty";
  }
}
