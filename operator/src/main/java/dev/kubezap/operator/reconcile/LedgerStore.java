package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.command.Ledger;
import java.util.Optional;

/** Where it is written what became of a session's requests; not a cache, which may lag behind. */
interface LedgerStore {

  /** What is written now; empty when the resource is gone. */
  Optional<Ledger> read(WhatsAppSession session);

  /**
   * Writes what becomes of the requests.
   *
   * @param before what was written before
   * @return false when something else was written meanwhile, and this was not
   */
  boolean write(WhatsAppSession session, Ledger before, Ledger next);
}
