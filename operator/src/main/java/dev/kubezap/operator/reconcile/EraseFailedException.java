package dev.kubezap.operator.reconcile;

import java.sql.SQLException;

/** A session's rows could not be erased; the loop tries again. */
final class EraseFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EraseFailedException(SQLException cause) {
    super("the rows of a session could not be erased", cause);
  }
}
