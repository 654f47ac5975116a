package dev.kubezap.pod.media;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import java.io.IOException;
import java.util.Locale;
import org.jboss.logging.Logger;

/** The volume does not take or give a file. */
final class VolumeTrouble {
  private static final Logger LOG = Logger.getLogger(VolumeTrouble.class);

  private VolumeTrouble() {}

  /** What the caller is told: 507 when there is no room, else 503. */
  static ProblemException of(IOException cause) {
    LOG.warnf("The volume does not take or give a file: %s", cause.getMessage());
    String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    boolean full = reason.contains("no space left") || reason.contains("quota");
    return new ProblemException(
        full
            ? Problem.of(
                507,
                "volume-full",
                "The session's volume is full",
                "Enlarge it (spec.storage.size), or let it keep fewer files.")
            : Problem.unavailable(
                "volume-unusable", "The session's volume cannot be read or written now.", 30));
  }
}
