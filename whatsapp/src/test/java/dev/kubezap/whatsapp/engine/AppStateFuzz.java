package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.appstate.ApplyAction;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.syncd.ActionKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Anything that app state can say, done to chats, contacts, messages and labels. The first byte
 * says whether an entry is set; its index ends with a zero, and its value stands behind that.
 */
public final class AppStateFuzz implements FuzzTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String NAME = "action";

  private final FuzzedTurns turns = new FuzzedTurns(NOW);
  private final StanzaWorld world = new StanzaWorld(NOW);

  @Override
  public void read(byte[] input) throws Exception {
    ByteString bytes = ByteString.copyFrom(input);
    int end = bytes.isEmpty() ? -1 : indexOfZero(bytes);
    if (end < 0) {
      return;
    }
    MemoryStore store = world.paired();
    ActionKey.Action action =
        new ActionKey.Action(
            "regular",
            (bytes.byteAt(0) & 1) == 0,
            bytes.substring(1, end),
            bytes.substring(end + 1),
            ByteString.copyFromUtf8("index"));
    store.commit(List.of(new Change.Put<>(ActionKey.due(NAME), action)));
    turns.run(
        new ApplyAction.Due(NAME),
        store,
        Optional.of(world.identity()),
        new Turn.Link(true, true, true, (bytes.byteAt(0) & 2) != 0),
        new ArrayDeque<>());
  }

  private static int indexOfZero(ByteString bytes) {
    for (int i = 1; i < bytes.size(); i++) {
      if (bytes.byteAt(i) == 0) {
        return i;
      }
    }
    return -1;
  }
}
