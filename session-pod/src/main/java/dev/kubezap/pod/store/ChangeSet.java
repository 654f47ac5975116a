package dev.kubezap.pod.store;

import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes of one commit by table, where the last of several for one key stands for all. A merge
 * of chats is a border: what came before it is written before it.
 */
final class ChangeSet {
  /**
   * A record as it will be stored: its key's names, and the value or nothing when it is removed.
   */
  record RecordName(String kind, String name) {}

  /** Changes between two borders. */
  static final class Section {
    /** Whether everything of the linked device is forgotten before the rest of the section. */
    final boolean forgetsDevice;

    private final Map<RecordName, Change.Put<?>> puts = new LinkedHashMap<>();
    final Map<RecordName, RecordName> removals = new LinkedHashMap<>();
    final Map<String, StoredMessage> messages = new LinkedHashMap<>();
    final Set<String> deleted = new LinkedHashSet<>();
    final Map<String, Boolean> starred = new LinkedHashMap<>();
    final Map<String, StoredMessage> moves = new LinkedHashMap<>();
    final Map<String, QueuedMessage> joining = new LinkedHashMap<>();
    final Set<String> leaving = new LinkedHashSet<>();
    final Map<String, OutgoingMessage> outgoing = new LinkedHashMap<>();
    final Map<String, OutgoingMessage> delivered = new LinkedHashMap<>();
    final Map<String, PreparedStanza> prepared = new LinkedHashMap<>();
    final Map<String, String> finished = new LinkedHashMap<>();
    final Map<String, Chat> chats = new LinkedHashMap<>();
    final List<Change.MergeChats> merges = new ArrayList<>();
    final List<Change.Append> events = new ArrayList<>();

    Section(boolean forgetsDevice) {
      this.forgetsDevice = forgetsDevice;
    }

    /**
     * The records to store, encoded: only now, since a batch steps one ratchet for each message.
     */
    Map<RecordName, byte[]> encodedPuts() {
      Map<RecordName, byte[]> encoded = new LinkedHashMap<>();
      puts.forEach((name, put) -> encoded.put(name, encoded(put)));
      return encoded;
    }

    private static <V> byte[] encoded(Change.Put<V> put) {
      return put.key().encode(put.value()).toByteArray();
    }

    /** A message that is stored when this section is: as it stands then. */
    Optional<StoredMessage> stored(String id) {
      return Optional.ofNullable(messages.get(id)).or(() -> Optional.ofNullable(moves.get(id)));
    }
  }

  private final List<Section> sections = new ArrayList<>(List.of(new Section(false)));

  ChangeSet(List<Change> changes) {
    changes.forEach(this::add);
  }

  List<Section> sections() {
    return sections;
  }

  Set<String> eventTypes() {
    Set<String> types = new HashSet<>();
    for (Section section : sections) {
      section.events.forEach(append -> types.add(append.event().type()));
    }
    return types;
  }

  private void add(Change change) {
    Section section = sections.getLast();
    switch (change) {
      case Change.Put<?> put -> put(section, put);
      case Change.Remove remove -> {
        RecordName name = name(remove.key());
        section.puts.remove(name);
        section.removals.put(name, name);
      }
      case Change.PutMessage put -> {
        section.moves.remove(put.message().id());
        section.messages.put(put.message().id(), put.message());
      }
      case Change.MoveMessage move -> move(section, move.message());
      case Change.JoinQueue join -> {
        section.leaving.remove(join.queued().id());
        section.joining.put(join.queued().id(), join.queued());
      }
      case Change.LeaveQueue leave -> {
        section.joining.remove(leave.messageId());
        section.leaving.add(leave.messageId());
      }
      case Change.PutOutgoing put -> {
        section.delivered.remove(put.outgoing().messageId());
        section.outgoing.put(put.outgoing().messageId(), put.outgoing());
      }
      case Change.MoveOutgoing move -> move(section, move.outgoing());
      case Change.PutPrepared put -> {
        section.finished.remove(put.prepared().messageId());
        section.prepared.put(put.prepared().messageId(), put.prepared());
      }
      case Change.RemovePrepared remove -> {
        section.prepared.remove(remove.messageId());
        section.finished.put(remove.messageId(), remove.messageId());
      }
      case Change.PutChat put -> section.chats.put(put.chat().id().toString(), put.chat());
      case Change.MergeChats merge -> {
        section.merges.add(merge);
        sections.add(new Section(false));
      }
      case Change.ForgetDevice forget -> sections.add(new Section(true));
      case Change.Append append -> section.events.add(append);
    }
  }

  /** A message that the same commit stores anyway, is stored as it stands at last. */
  private static void move(Section section, StoredMessage moved) {
    boolean stored =
        section.messages.computeIfPresent(
                moved.id(), (id, message) -> message.withStatus(moved.status(), moved.failure()))
            != null;
    if (!stored) {
      section.moves.put(moved.id(), moved);
    }
  }

  private static void move(Section section, OutgoingMessage moved) {
    boolean stored =
        section.outgoing.computeIfPresent(
                moved.messageId(), (id, message) -> message.deliveredTo(moved.delivered()))
            != null;
    if (!stored) {
      section.delivered.put(moved.messageId(), moved);
    }
  }

  private static void put(Section section, Change.Put<?> put) {
    RecordName name = name(put.key());
    section.removals.remove(name);
    section.puts.put(name, put);
    if (put.value() instanceof MessageAdditions additions) {
      if (additions.deletion().isPresent()) {
        section.deleted.add(put.key().name());
      }
      section.starred.put(put.key().name(), additions.starred());
    }
  }

  private static RecordName name(RecordKey<?> key) {
    return new RecordName(key.kind(), key.name());
  }
}
