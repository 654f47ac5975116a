package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.message.Unhandled;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** What a person decides about an input that was set aside. */
final class QuarantineCommand
    implements Step<QuarantineCommand.Request, Optional<QuarantineKey.Entry>> {

  /** What is to be done. */
  enum Action {
    /**
     * Handled as if it came now. What was decrypted of it is handled without being decrypted again,
     * since a ciphertext opens only once. The entry stays until it is discarded, so that nothing is
     * lost when the same fault meets it again.
     */
    REPLAY,
    /** Forgotten. */
    DISCARD
  }

  /** Whether there is such an entry. */
  record Answer(boolean found) {}

  /**
   * The input.
   *
   * @param id of the entry
   */
  record Request(String id, Action action) {}

  @Override
  public Optional<QuarantineKey.Entry> gather(Work<Request> work, StateReader state, Turn turn) {
    return state.read(new QuarantineKey(work.input().id()));
  }

  @Override
  public Outcome decide(Work<Request> work, Optional<QuarantineKey.Entry> entry, Turn turn) {
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Answer(new Answer(entry.isPresent())));
    if (entry.isEmpty()) {
      return outcome.build();
    }
    return switch (work.input().action()) {
      case DISCARD ->
          outcome.change(new Change.Remove(new QuarantineKey(work.input().id()))).build();
      case REPLAY -> outcome.add(replayed(entry.get(), turn)).build();
    };
  }

  private static Outcome replayed(QuarantineKey.Entry entry, Turn turn) {
    Node stanza;
    try {
      stanza = NodeDecoder.decode(entry.input().toByteArray());
    } catch (NodeFormatException e) {
      // It was no stanza, or is one of another version: it can still be exported.
      return Outcome.builder().effect(new Effect.Count("quarantine", "unreadable")).build();
    }
    List<ByteString> decrypted = entry.decrypted();
    if (decrypted.isEmpty()) {
      return Outcome.builder().effect(new Effect.Enqueue(stanza)).build();
    }
    Outcome.Builder outcome = Outcome.builder();
    decrypted.forEach(
        plaintext -> outcome.add(Unhandled.due("quarantined", stanza, plaintext, turn)));
    return outcome.build();
  }
}
