package dev.kubezap.whatsapp.content;

import java.util.Map;
import java.util.Optional;

/**
 * How a message stanza is marked for the server, which cannot read what it carries (PROTOCOL 9,
 * PROTOCOL-2026 5).
 *
 * @param type the stanza's type: {@code text}, {@code media}, {@code reaction}, {@code poll} or
 *     {@code event}
 * @param mediaType what each encrypted part is marked with as its media type; the service drops
 *     media without one
 * @param edit the attribute {@code edit}: 1 edits, 2 pins, 7 deletes a message of one's own, 8 one
 *     of another member as an administrator
 * @param meta attributes of the child {@code meta}; none when empty
 * @param hidesFailure whether a device that cannot decrypt it shows nothing ({@code
 *     decrypt-fail=hide}): for what is no message of its own. The service drops deletions with it
 */
public record StanzaForm(
    String type,
    Optional<String> mediaType,
    Optional<String> edit,
    Map<String, String> meta,
    boolean hidesFailure) {

  /** A plain text. */
  public static final StanzaForm TEXT =
      new StanzaForm("text", Optional.empty(), Optional.empty(), Map.of(), false);

  public StanzaForm {
    meta = Map.copyOf(meta);
  }

  /** Media of this type, such as {@code image}; also places and contacts. */
  public static StanzaForm media(String mediaType) {
    return new StanzaForm("media", Optional.of(mediaType), Optional.empty(), Map.of(), false);
  }

  /** A stanza of this type without further marks. */
  public static StanzaForm of(String type) {
    return new StanzaForm(type, Optional.empty(), Optional.empty(), Map.of(), false);
  }

  /** The same with attributes for the child {@code meta}. */
  public StanzaForm withMeta(Map<String, String> attributes) {
    return new StanzaForm(type, mediaType, edit, attributes, hidesFailure);
  }

  /** The same for content that changes another message. */
  public StanzaForm withEdit(String value, boolean hides) {
    return new StanzaForm(type, mediaType, Optional.of(value), meta, hides);
  }

  /** The same, unseen where it cannot be decrypted. */
  public StanzaForm hidden() {
    return new StanzaForm(type, mediaType, edit, meta, true);
  }
}
