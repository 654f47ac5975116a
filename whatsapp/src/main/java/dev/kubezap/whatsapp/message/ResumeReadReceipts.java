package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The session may send: the read receipts leave that the server has not acknowledged, a page at a
 * time. One that it has after all changes nothing.
 */
public final class ResumeReadReceipts
    implements Step<ResumeReadReceipts.From, ResumeReadReceipts.Gathered> {
  private static final int PAGE = 100;

  /**
   * The input.
   *
   * @param after the name of the last one that was seen to; empty at first
   */
  public record From(String after) {
    /** All of them. */
    public static From theFirst() {
      return new From("");
    }
  }

  /** A page of them. */
  public record Gathered(List<String> names, List<Node> receipts) {
    public Gathered {
      names = List.copyOf(names);
      receipts = List.copyOf(receipts);
    }
  }

  @Override
  public Gathered gather(Work<From> work, StateReader state, Turn turn) {
    List<String> names = state.recordNames(ReadReceiptKey.KIND, work.input().after(), PAGE);
    List<ReadReceiptKey> keys = names.stream().map(ReadReceiptKey::new).toList();
    Map<RecordKey<?>, Object> stored = keys.isEmpty() ? Map.of() : state.read(keys);
    return new Gathered(
        names,
        keys.stream()
            .flatMap(key -> Optional.ofNullable(stored.get(key)).stream())
            .map(
                receipt ->
                    ((ReadReceiptKey.Receipt) receipt).node(turn.behaviour().sendsReadReceipts()))
            .toList());
  }

  @Override
  public Outcome decide(Work<From> work, Gathered gathered, Turn turn) {
    if (!turn.connection().online()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    gathered.receipts().forEach(receipt -> outcome.effect(new Effect.Send(receipt)));
    if (gathered.names().size() == PAGE) {
      outcome.effect(new Effect.Enqueue(new From(gathered.names().getLast())));
    }
    return outcome.build();
  }
}
