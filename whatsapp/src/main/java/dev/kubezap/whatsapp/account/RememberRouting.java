package dev.kubezap.whatsapp.account;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/** {@code edge_routing}: where the service wants the next connection of this device. */
public final class RememberRouting implements AccountStep {
  /** Larger ones are not sent back; none is known to be longer than some tens of bytes. */
  private static final int MAXIMUM = 512;

  @Override
  public Outcome decide(Work<Node> work, Account account, Turn turn) {
    Optional<ByteString> info =
        work.input()
            .child("edge_routing")
            .flatMap(routing -> routing.child("routing_info"))
            .flatMap(Node::bytes)
            .filter(bytes -> !bytes.isEmpty() && bytes.size() <= MAXIMUM);
    if (info.isEmpty() || info.equals(account.routingInfo())) {
      return Outcome.nothing();
    }
    return Outcome.builder()
        .change(new Change.Put<>(new AccountKey(), account.withRoutingInfo(info.get())))
        .build();
  }
}
