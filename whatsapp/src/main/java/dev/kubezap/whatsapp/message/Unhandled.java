package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/** Keeps what came in as it is, so that it can be handled apart from its stanza, or later. */
public final class Unhandled {

  private Unhandled() {}

  /** For a later version: this one does not handle its kind. */
  static Outcome kept(String kind, Node stanza, Optional<ByteString> plaintext, Turn turn) {
    return Outcome.builder()
        .change(
            new Change.Put<>(UnhandledKey.seen(turn.newId()), input(kind, stanza, plaintext, turn)))
        .effect(new Effect.Count("unhandled", kind))
        .build();
  }

  /**
   * To be handled in this very batch. When the process ends before, the row is handled after its
   * next start.
   */
  public static Outcome due(String kind, Node stanza, ByteString plaintext, Turn turn) {
    UnhandledKey key = UnhandledKey.unseen(turn.newId());
    return Outcome.builder()
        .change(new Change.Put<>(key, input(kind, stanza, Optional.of(plaintext), turn)))
        .effect(new Effect.Enqueue(new HandleUnhandled.Due(key.name())))
        .build();
  }

  /** Bytes in the place of a message of the phone's history, which are none. */
  public static Outcome ofHistory(Optional<Jid> chat, ByteString bytes, Turn turn) {
    Node history = Node.of("history");
    return kept(
        "history-message",
        chat.map(jid -> history.with("chat", jid)).orElse(history),
        Optional.of(bytes),
        turn);
  }

  private static UnhandledKey.Input input(
      String kind, Node stanza, Optional<ByteString> plaintext, Turn turn) {
    return new UnhandledKey.Input(
        kind, ByteString.copyFrom(NodeEncoder.encode(stanza)), plaintext, turn.now());
  }
}
