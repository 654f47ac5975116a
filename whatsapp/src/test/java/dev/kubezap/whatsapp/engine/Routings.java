package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Stanzas that are stored, and show by what is stored which came last. */
final class Routings {

  private Routings() {}

  static Node of(String info) {
    return Node.of(
            "ib", Node.of("edge_routing", Node.of("routing_info", ByteString.copyFromUtf8(info))))
        // Each from somebody else: what breaks a session twice is known by who sent it.
        .with("from", "r" + info);
  }

  /** What came last. */
  static String stored(StateReader store) {
    return AccountKey.read(store).routingInfo().map(ByteString::toStringUtf8).orElse("");
  }

  /** Whether these changes store it. */
  static boolean hold(List<Change> changes, String info) {
    return changes.stream()
        .filter(Change.Put.class::isInstance)
        .map(change -> ((Change.Put<?>) change).value())
        .anyMatch(
            value ->
                value instanceof Account account
                    && account.routingInfo().equals(Optional.of(ByteString.copyFromUtf8(info))));
  }
}
