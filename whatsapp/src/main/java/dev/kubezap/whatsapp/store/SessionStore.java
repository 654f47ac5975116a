package dev.kubezap.whatsapp.store;

import java.util.List;

/**
 * The durable state of one session. Used by one thread at a time.
 *
 * <p>An implementation belongs to one ownership of the session: once {@link #commit} threw {@link
 * FencedException} every later call throws it too.
 */
public interface SessionStore extends StateReader {

  /**
   * Stores all changes in one fenced transaction. When it returns they are durable.
   *
   * @throws FencedException when the session is not, or perhaps no longer, ours, or the result is
   *     unknown
   * @throws RejectedChangeException when the database refused a value; nothing was stored
   * @throws StoreUnavailableException when the transaction did certainly not begin; nothing was
   *     stored
   */
  void commit(List<Change> changes) throws FencedException;
}
