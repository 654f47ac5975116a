package dev.kubezap.whatsapp.model;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A label of WhatsApp Business, by which this account sorts chats and messages; lists of chats are
 * labels, too.
 *
 * @param id chosen by the device that made it, mostly a number
 * @param name empty when the phone has its own word for it
 * @param color from 0, by its place in the apps' palette
 * @param predefined which of those it is that a business account begins with
 * @param place in the list of labels
 * @param kind for lists of chats that are not labels in the narrow sense, such as {@code favorites}
 * @param fixed whether nobody changes it
 * @param encoded the {@code LabelEditAction} as it was told last
 */
public record Label(
    String id,
    String name,
    int color,
    OptionalInt predefined,
    OptionalInt place,
    Optional<String> kind,
    boolean fixed,
    ByteString encoded) {
  /** Hides the name. */
  @Override
  public String toString() {
    return "Label[" + id + "]";
  }
}
