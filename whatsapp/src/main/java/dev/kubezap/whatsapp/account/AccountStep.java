package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/** A step on a stanza that needs what is remembered about the account and nothing else. */
interface AccountStep extends Step<Node, Account> {

  @Override
  default Account gather(Work<Node> work, StateReader state, Turn turn) {
    return AccountKey.read(state);
  }
}
