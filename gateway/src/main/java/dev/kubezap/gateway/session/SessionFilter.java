package dev.kubezap.gateway.session;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which sessions a caller asks for; whatever is empty holds back none.
 *
 * @param namespace those of this namespace
 * @param phase those in this phase
 * @param label those with this label, {@code name=value} or {@code name} with any value
 * @param text those with this in name, display name, metadata or phone number, in any case
 */
public record SessionFilter(
    Optional<String> namespace,
    Optional<String> phase,
    Optional<String> label,
    Optional<String> text) {

  /** Whether a session is one of them. */
  public boolean takes(WhatsAppSession session) {
    SessionId id = Fleet.idOf(session);
    return namespace.map(id.namespace()::equals).orElse(true)
        && phase.map(SessionDocument.phaseOf(session)::equalsIgnoreCase).orElse(true)
        && label.map(wanted -> hasLabel(session, wanted)).orElse(true)
        && text.map(wanted -> has(session, wanted)).orElse(true);
  }

  private static boolean hasLabel(WhatsAppSession session, String wanted) {
    Map<String, String> labels =
        Objects.requireNonNullElse(session.getMetadata().getLabels(), Map.of());
    String[] parts = wanted.split("=", 2);
    String value = labels.get(parts[0]);
    return value != null && (parts.length == 1 || value.equals(parts[1]));
  }

  private static boolean has(WhatsAppSession session, String wanted) {
    SessionDocument document = SessionDocument.listed(session);
    String part = wanted.toLowerCase(Locale.ROOT);
    return Stream.concat(
            Stream.of(document.name(), document.displayName(), document.phoneNumber()),
            document.metadata().values().stream())
        .filter(Objects::nonNull)
        .anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(part));
  }
}
