package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;

/** Does what a committed batch decided. */
interface Performer {

  /** Whether this connection is the present one; 0 stands for work that came over none. */
  boolean isPresent(long connection);

  /** The session as it is now that the batch is committed. */
  void publish(SessionState session, boolean rowsWereAdded);

  /** Does the effects of a batch; what they send may leave at their end. */
  void together(Runnable effects);

  /** Does one effect of some work. */
  void perform(Pending origin, Effect effect);

  /** Sends the queries of some work; it comes back with the answers. */
  void ask(Pending origin, Ask ask);

  /** Work is done; a caller that it did not answer learns that. */
  void finish(Pending origin);

  /** Work could not be done. */
  void fail(Pending origin, RuntimeException cause);
}
