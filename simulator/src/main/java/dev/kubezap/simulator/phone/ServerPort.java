package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.List;
import java.util.Optional;

/** How phones reach the server; takes the world's lock by itself. */
public interface ServerPort {
  /** Sends a stanza. */
  void submit(Device phone, Node stanza);

  /** Asks and gets the answer at once. */
  Node query(Device phone, Node iq);

  /** Tells a companion where a file is that it asked for. */
  void tellFile(Device phone, Jid companion, String messageId, List<Node> told);

  /** The account of an address. */
  Optional<Account> account(Jid jid);
}
