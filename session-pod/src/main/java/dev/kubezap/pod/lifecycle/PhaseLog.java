package dev.kubezap.pod.lifecycle;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.util.Optional;

/**
 * Says in the log where the session stands, and what a person can do about it. What repeats itself,
 * such as attempts that fail for one reason, is said once.
 */
final class PhaseLog {
  private String said = "";

  /** The line for a snapshot; empty when it was said before. */
  synchronized Optional<String> line(SessionSnapshot snapshot) {
    String line = sentence(snapshot);
    if (line.isEmpty() || line.equals(said)) {
      return Optional.empty();
    }
    said = line;
    return Optional.of(line);
  }

  private static String sentence(SessionSnapshot snapshot) {
    return switch (snapshot.phase()) {
      case AWAITING_PAIRING ->
          snapshot.qr().isPresent()
              ? "Waiting for a phone to scan the code of GET /api/v1/session/qr"
              : snapshot
                  .pairingCode()
                  .map(_ -> "Waiting for a phone: GET /api/v1/session has the code to type")
                  .orElse("");
      case CONNECTED -> "Connected to WhatsApp";
      case PAIRING -> "";
      case STARTING, CONNECTING, RECONNECTING ->
          snapshot
              .lastDisconnect()
              .map(last -> "Not connected (" + last.code() + "): " + last.reason())
              .orElse("");
      case AWAITING_PASSKEY, LOGGED_OUT, RESTRICTED, FAILED ->
          stopped(snapshot.phase())
              + snapshot.reason().map(reason -> " (" + reason + ")").orElse("")
              + ": GET /api/v1/session tells more";
    };
  }

  private static String stopped(Phase phase) {
    return "The session waits for a person, phase " + phase.text();
  }
}
