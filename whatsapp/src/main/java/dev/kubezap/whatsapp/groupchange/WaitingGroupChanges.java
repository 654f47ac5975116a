package dev.kubezap.whatsapp.groupchange;

import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes of groups that are stored and not known to be done. */
public final class WaitingGroupChanges {
  /** The kind of their records. */
  public static final String KIND = GroupChangeKey.KIND;

  private final Map<String, StoredChange> changes;

  private WaitingGroupChanges(Map<String, StoredChange> changes) {
    this.changes = changes;
  }

  /** Reads those with these ids; a damaged one is left out. */
  public static WaitingGroupChanges read(List<String> ids, StateReader state) {
    Map<String, StoredChange> changes = new TreeMap<>();
    List<GroupChangeKey> keys = ids.stream().map(GroupChangeKey::new).toList();
    state.read(keys).forEach((key, change) -> changes.put(key.name(), (StoredChange) change));
    return new WaitingGroupChanges(changes);
  }

  /** The record of one. */
  public static RecordKey<?> row(String id) {
    return new GroupChangeKey(id);
  }

  /** The events that tell that they failed. Removing their records is the caller's. */
  public List<Change> failed(MessageFailure why, Turn turn) {
    return changes.entrySet().stream()
        .map(one -> failed(one.getKey(), one.getValue(), why, turn))
        .toList();
  }

  /** The event that tells that a change failed. */
  static Change failed(String id, StoredChange stored, MessageFailure why, Turn turn) {
    return new Change.Append(
        turn.newId(),
        turn.now(),
        new GroupEvent.ChangeFailed(
            id,
            GroupChangeKind.group(stored.change()),
            GroupChangeKind.name(stored.change()),
            why));
  }
}
