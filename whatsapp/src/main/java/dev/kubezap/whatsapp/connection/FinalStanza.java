package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A stanza with which the service ends a connection. */
final class FinalStanza {

  private static final int TEMPORARY_BAN = 402;
  private static final String NOT_WELL_FORMED = "xml-not-well-formed";
  private static final Duration LONGEST_BAN = Duration.ofDays(3650);

  private FinalStanza() {}

  /** The reason that it gives; empty when this stanza ends no connection. */
  static Optional<CloseReason> reason(Node stanza, Instant now) {
    return switch (stanza.tag()) {
      case "failure" -> Optional.of(failure(stanza, now));
      case "stream:error" -> streamError(stanza);
      case "xmlstreamend" -> Optional.of(new CloseReason.StreamEnded(""));
      case "ib" -> stanza.child("downgrade_webclient").map(_ -> new CloseReason.Downgraded());
      default -> Optional.empty();
    };
  }

  private static CloseReason failure(Node stanza, Instant now) {
    Map<String, String> details = new HashMap<>(stanza.attributes());
    details.remove("reason");
    int code = (int) stanza.number("reason").orElse(0);
    Optional<Instant> banEnd =
        code == TEMPORARY_BAN
            ? stanza.number("expire").stream()
                .filter(seconds -> seconds >= 0 && seconds <= LONGEST_BAN.toSeconds())
                .mapToObj(now::plusSeconds)
                .findFirst()
            : Optional.empty();
    return new CloseReason.Failure(code, banEnd, details);
  }

  /** Without a code that is known to end the stream, the service may well go on. */
  private static Optional<CloseReason> streamError(Node stanza) {
    int code = (int) stanza.number("code").orElse(0);
    Optional<String> conflict =
        stanza.child("conflict").map(child -> child.attribute("type").orElse("conflict"));
    if (conflict.isEmpty() && stanza.child(NOT_WELL_FORMED).isPresent()) {
      conflict = Optional.of(NOT_WELL_FORMED);
    }
    boolean ends = conflict.isPresent() || CloseTable.knowsStreamError(code);
    return ends
        ? Optional.of(new CloseReason.StreamError(code, conflict.orElse("")))
        : Optional.empty();
  }
}
