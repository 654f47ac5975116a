package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;
import java.util.Set;

/**
 * The server's acknowledgement of a read receipt of ours: it need not leave again. One that the
 * server refuses would be refused again.
 */
public final class ReadReceiptTaken implements Step<Node, Optional<RecordKey<?>>> {

  private static final Set<String> PLAYED = Set.of("played", "played-self");
  private static final Set<String> TYPES = Set.of("read", "read-self", "played", "played-self");

  /** Whether a stanza is one. */
  public static boolean wants(Node stanza) {
    return stanza.is("ack")
        && stanza.has("class", "receipt")
        && TYPES.contains(stanza.attribute("type").orElse(""));
  }

  @Override
  public Optional<RecordKey<?>> gather(Work<Node> work, StateReader state, Turn turn) {
    Optional<Jid> from = work.input().jid("from").map(Jid::normalized);
    Optional<String> id = work.input().attribute("id");
    return from.isEmpty() || id.isEmpty()
        ? Optional.empty()
        : Optional.of(
                ReadReceiptKey.of(
                    from.get().account(),
                    work.input().jid("participant").map(Jid::account),
                    id.get(),
                    PLAYED.contains(work.input().attribute("type").orElse(""))))
            .filter(key -> state.read(key).isPresent())
            .map(key -> key);
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<RecordKey<?>> receipt, Turn turn) {
    return receipt
        .map(
            key ->
                Outcome.builder()
                    .change(new Change.Remove(key))
                    .effect(new Effect.Count("ack", "read")))
        .orElseGet(() -> Outcome.builder().effect(new Effect.Count("ack", "unknown")))
        .build();
  }
}
