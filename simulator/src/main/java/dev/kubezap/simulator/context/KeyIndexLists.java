package dev.kubezap.simulator.context;

import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;

/** Makes the signed list of an account's valid companions. */
public interface KeyIndexLists {
  /** The {@code key-index-list} node. */
  Node of(Account account);
}
