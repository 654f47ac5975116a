package dev.kubezap.whatsapp.transfer;

import dev.kubezap.whatsapp.transfer.MediaTransferException.Reason;
import java.io.IOException;
import java.io.Serial;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** What went wrong at the hosts, one after the other. Not thread-safe. */
final class Failures {
  private static final Logger LOG = System.getLogger(Failures.class.getName());

  private final List<Exception> all = new ArrayList<>();
  private int gone;
  private boolean stale;
  private boolean tooLarge;

  /** A host's answer that says no. */
  private static final class RefusedException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    RefusedException(int status) {
      super("it answers " + status);
    }
  }

  /** Notes that a host says no. */
  IOException refused(int status) {
    switch (status) {
      case 404, 410 -> gone++;
      case 401, 403 -> stale = true;
      case 413 -> tooLarge = true;
      default -> {
        // Nothing follows for the other hosts.
      }
    }
    return new RefusedException(status);
  }

  void add(String host, Exception failure) {
    LOG.log(Level.INFO, "media host {0}: {1}", host, failure.getMessage());
    all.add(failure);
  }

  /** The problem when all hosts were tried. */
  MediaTransferException unsuccessful(String what) {
    Reason reason =
        tooLarge
            ? Reason.TOO_LARGE
            : gone > 0 && gone == all.size()
                ? Reason.GONE
                : stale ? Reason.STALE_HOSTS : Reason.UNREACHABLE;
    Exception last = all.isEmpty() ? new IOException("there are no hosts") : all.getLast();
    return new MediaTransferException(
        reason, "the file could not be " + what + ": " + last.getMessage(), last);
  }
}
