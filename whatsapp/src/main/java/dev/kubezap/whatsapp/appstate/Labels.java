package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The labels that are stored. */
final class Labels {
  /** Far more than phones let one make. */
  static final int MOST = 1_000;

  /** As phones list them: by the place that they gave, else by their numbers. */
  private static final Comparator<Label> ORDER =
      Comparator.comparingInt((Label label) -> label.place().orElse(Integer.MAX_VALUE))
          .thenComparingInt(label -> label.id().length())
          .thenComparing(Label::id);

  private Labels() {}

  /** All of them, in their order. */
  static List<Label> all(StateReader state) {
    List<LabelKey> keys =
        state.recordNames(LabelKey.KIND, "", MOST).stream().map(LabelKey::of).toList();
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<RecordKey<?>, Object> found = state.read(keys);
    return keys.stream()
        .map(key -> (Label) found.get(key))
        .filter(Objects::nonNull)
        .sorted(ORDER)
        .toList();
  }

  /** Of these ids those that were not deleted. */
  static Set<String> living(Set<String> ids, StateReader state) {
    if (ids.isEmpty()) {
      return ids;
    }
    Map<RecordKey<?>, Object> gone = state.read(ids.stream().map(LabelKey::deleted).toList());
    Set<String> living = new HashSet<>(ids);
    gone.keySet().forEach(key -> living.remove(key.name()));
    return living;
  }
}
