package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.proto.LabelEditAction;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A label ({@link #of}), or what is left of one that was deleted ({@link #deleted}): its id is not
 * given to another, since entries of app state may still put it on chats.
 *
 * @param name the label's id
 */
public record LabelKey(String kind, String name) implements RecordKey<Label> {
  /** The kind of labels. */
  public static final String KIND = RecordKind.LABEL.text();

  /** The kind of what was deleted. */
  public static final String DELETED = RecordKind.LABEL_DELETED.text();

  private static final int LONGEST_ID = 64;
  private static final int LONGEST_NAME = 256;

  /** By their numbers in the service's schema, from 1. */
  private static final List<String> KINDS =
      List.of(
          "unread",
          "groups",
          "favorites",
          "predefined",
          "custom",
          "community",
          "server-assigned",
          "drafted",
          "ai-handoff");

  /** The label with that id. */
  public static LabelKey of(String id) {
    return new LabelKey(KIND, id);
  }

  /** The deleted label with that id. */
  public static LabelKey deleted(String id) {
    return new LabelKey(DELETED, id);
  }

  /** Whether a label can be called so: phones number them. */
  public static boolean isId(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_ID
        && id.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** The label that an action tells of. */
  static Label label(String id, LabelEditAction action) {
    String name = action.getName().replace("\0", "");
    int type = action.getType();
    return new Label(
        id,
        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
        action.getColor(),
        action.hasPredefinedId() ? OptionalInt.of(action.getPredefinedId()) : OptionalInt.empty(),
        action.hasOrderIndex() ? OptionalInt.of(action.getOrderIndex()) : OptionalInt.empty(),
        type > 0 && type <= KINDS.size() ? Optional.of(KINDS.get(type - 1)) : Optional.empty(),
        action.getIsImmutable(),
        action.toByteString());
  }

  /** The action that tells of a label as it is. */
  static LabelEditAction action(Label label) {
    try {
      return LabelEditAction.parseFrom(label.encoded());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the label " + label.id() + " is damaged", e);
    }
  }

  @Override
  public ByteString encode(Label label) {
    return label.encoded();
  }

  @Override
  public Label decode(ByteString encoded) {
    try {
      return label(name, LabelEditAction.parseFrom(encoded));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the label " + name + " is damaged", e);
    }
  }
}
