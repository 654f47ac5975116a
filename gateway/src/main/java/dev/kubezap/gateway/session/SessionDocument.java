package dev.kubezap.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kubezap.crd.v1alpha1.Behaviour;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as callers see it.
 *
 * @param id {@code namespace/name}
 * @param phase as in the resource's status; Pending while nobody reported one
 * @param reason one word for why it is not ready
 * @param suspended whether it is stopped
 * @param className the class whose settings count
 * @param behaviour what its resource says that it does of its own accord
 * @param apiKey the key that opens it, in the answer to its making alone
 * @param createdAt when it was made, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SessionDocument(
    String id,
    String namespace,
    String name,
    @Nullable String displayName,
    Map<String, String> metadata,
    String phase,
    @Nullable String reason,
    @JsonInclude(JsonInclude.Include.ALWAYS) boolean connected,
    @JsonInclude(JsonInclude.Include.ALWAYS) boolean suspended,
    @Nullable String phoneNumber,
    @Nullable String jid,
    @Nullable String lid,
    @Nullable String pushName,
    SessionReport.@Nullable Qr qr,
    SessionReport.@Nullable PairingCode pairingCode,
    @Nullable String connectedAt,
    @Nullable String lastInboundAt,
    SessionReport.@Nullable LastDisconnect lastDisconnect,
    @Nullable String createdAt,
    @Nullable String className,
    @Nullable Behaviour behaviour,
    @Nullable String apiKey,
    Map<String, String> links) {

  private static final SessionReport NO_REPORT =
      new SessionReport(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** A session as it is, with what there is to scan or to enter. */
  public static SessionDocument of(WhatsAppSession session) {
    return of(session, true, null);
  }

  /** As part of a list, which is no place for what links a device. */
  public static SessionDocument listed(WhatsAppSession session) {
    return of(session, false, null);
  }

  /** As the answer to its making. */
  public static SessionDocument made(WhatsAppSession session, String apiKey) {
    return of(session, true, apiKey);
  }

  private static SessionDocument of(
      WhatsAppSession session, boolean codes, @Nullable String apiKey) {
    SessionId id = Fleet.idOf(session);
    Optional<WhatsAppSessionStatus> status = Optional.ofNullable(session.getStatus());
    SessionReport report =
        status.flatMap(one -> Optional.ofNullable(one.session())).orElse(NO_REPORT);
    String phase = phaseOf(session);
    boolean pairing = codes && phase.equals("AwaitingPairing");
    return new SessionDocument(
        id.toString(),
        id.namespace(),
        id.name(),
        SessionResource.displayNameOf(session).orElse(null),
        SessionResource.metadataOf(session),
        phase,
        status.map(WhatsAppSessionStatus::reason).orElse(null),
        phase.equals("Connected"),
        session.getSpec().suspend(),
        report.phoneNumber(),
        report.jid(),
        report.lid(),
        report.pushName(),
        pairing ? report.qr() : null,
        pairing ? report.pairingCode() : null,
        report.connectedAt(),
        report.lastInboundAt(),
        report.lastDisconnect(),
        session.getMetadata().getCreationTimestamp(),
        status.map(WhatsAppSessionStatus::className).orElse(session.getSpec().className()),
        session.getSpec().behaviour(),
        apiKey,
        links(id));
  }

  /** Its phase; Pending while nobody reported one. */
  public static String phaseOf(WhatsAppSession session) {
    if (session.getMetadata().getDeletionTimestamp() != null) {
      return "Terminating";
    }
    return Optional.ofNullable(session.getStatus())
        .flatMap(status -> Optional.ofNullable(status.phase()))
        .orElse("Pending");
  }

  /** Whether there is a QR or a code to link a device with. */
  public static boolean offersPairing(WhatsAppSession session) {
    return of(session).qr() != null || of(session).pairingCode() != null;
  }

  private static Map<String, String> links(SessionId id) {
    String self = "/api/v1/sessions/" + id;
    return Map.of(
        "self",
        self,
        "qr",
        self + "/qr",
        "messages",
        self + "/messages",
        "events",
        self + "/events");
  }

  /** The same one, its key left out. */
  @Override
  public String toString() {
    return "SessionDocument[" + id + " " + Objects.requireNonNullElse(phase, "") + "]";
  }
}
