package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which chats of what is committed are one chat in a batch that merged them. */
final class MergedChats {
  private final Map<Jid, Jid> merged = new HashMap<>();

  void merge(Jid from, Jid into) {
    merged.replaceAll((before, after) -> after.equals(from) ? into : after);
    merged.put(from, into);
  }

  /** The chat that a committed one is now. */
  Jid now(Jid committed) {
    return merged.getOrDefault(committed, committed);
  }

  /** The committed chats that are this one now. */
  List<Jid> before(Jid chat) {
    if (merged.isEmpty()) {
      return List.of(chat);
    }
    List<Jid> names = new ArrayList<>();
    if (!merged.containsKey(chat)) {
      names.add(chat);
    }
    merged.forEach(
        (before, after) -> {
          if (after.equals(chat)) {
            names.add(before);
          }
        });
    return names;
  }
}
