package dev.kubezap.simulator;

import dev.kubezap.simulator.proto.SyncFlag;
import dev.kubezap.simulator.proto.SyncLabel;
import dev.kubezap.simulator.proto.SyncValue;
import dev.kubezap.simulator.store.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people do with labels in WhatsApp Business on their phones. Chats are addresses, as in
 * {@code 4915110000002@s.whatsapp.net}. All methods may be called from any thread.
 */
public final class PhoneLabels {
  private static final String COLLECTION = "regular";
  private static final int VERSION = 3;

  private final PhoneChats chats;

  PhoneLabels(PhoneChats chats) {
    this.chats = chats;
  }

  /**
   * A label as the phone shows it.
   *
   * @param chats that bear it
   * @param messages that bear it, by their ids
   */
  public record Shown(
      String id, String name, int color, List<String> chats, List<String> messages) {}

  private static SyncValue.Builder value() {
    return SyncValue.newBuilder().setTimestamp(System.currentTimeMillis());
  }

  /** Makes or changes a label. */
  public void set(String number, String id, String name, int color) {
    edit(number, id, SyncLabel.newBuilder().setName(name).setColor(color).setDeleted(false));
  }

  /** Deletes a label. */
  public void delete(String number, String id) {
    edit(number, id, read(number, id).orElseThrow(() -> unknown(id)).toBuilder().setDeleted(true));
  }

  private static IllegalArgumentException unknown(String id) {
    return new IllegalArgumentException("There is no label " + id);
  }

  private void edit(String number, String id, SyncLabel.Builder label) {
    var set = Optional.of(value().setLabel(label).build());
    chats.edit(number, COLLECTION, VERSION, set, "label_edit", id);
  }

  private Optional<SyncLabel> read(String number, String id) {
    return chats
        .value(number, COLLECTION, "label_edit", id)
        .map(SyncValue::getLabel)
        .filter(label -> !label.getDeleted());
  }

  /** Puts a label on a chat, or takes it off. */
  public void mark(String number, String id, String chat, boolean on) {
    var set = Optional.of(value().setLabelled(SyncFlag.newBuilder().setOn(on)).build());
    chats.edit(number, COLLECTION, VERSION, set, "label_jid", id, chat);
  }

  /** Puts a label on a message of a direct chat, or takes it off. */
  public void mark(
      String number, String id, String chat, String message, boolean fromMe, boolean on) {
    var set = Optional.of(value().setLabelled(SyncFlag.newBuilder().setOn(on)).build());
    chats.edit(
        number,
        COLLECTION,
        VERSION,
        set,
        "label_message",
        id,
        chat,
        message,
        fromMe ? "1" : "0",
        "0");
  }

  /** The labels that the phone shows, also those that companions made. */
  public List<Shown> all(String number) {
    Map<String, SyncValue> values = chats.values(number, COLLECTION);
    List<Shown> shown = new ArrayList<>();
    values.forEach(
        (index, value) -> {
          List<String> parts = parts(index);
          if (parts.getFirst().equals("label_edit") && !value.getLabel().getDeleted()) {
            String id = parts.get(1);
            shown.add(
                new Shown(
                    id,
                    value.getLabel().getName(),
                    value.getLabel().getColor(),
                    bearing(values, "label_jid", id, 2),
                    bearing(values, "label_message", id, 3)));
          }
        });
    shown.sort(Comparator.comparing(Shown::id));
    return shown;
  }

  private static List<String> bearing(
      Map<String, SyncValue> values, String kind, String id, int place) {
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().getLabelled().getOn())
        .map(entry -> parts(entry.getKey()))
        .filter(parts -> parts.getFirst().equals(kind) && parts.get(1).equals(id))
        .map(parts -> parts.get(place))
        .sorted()
        .toList();
  }

  private static List<String> parts(String index) {
    try {
      return List.of(Json.mapper().readValue(index, String[].class));
    } catch (IOException e) {
      throw new IllegalStateException("no array of strings: " + index, e);
    }
  }
}
