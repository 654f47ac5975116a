package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.LinkOffer;
import dev.kubezap.operator.observed.PodView;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;

/** The Secret with the QR or pairing code, for whom the status must not show it. */
public final class PairingSecret {

  static final String EXPIRES_AT = "expires-at";

  private PairingSecret() {}

  /**
   * Until when the code is valid that should be in the Secret; empty when there should be none.
   *
   * @param pod the pod that runs: it does as it was told, whatever the resource says by now
   * @param report of that pod
   */
  public static Optional<Instant> wanted(Optional<PodView> pod, Optional<SessionReport> report) {
    return report
        .filter(ignored -> pod.filter(PodView::pairingInSecret).isPresent())
        .flatMap(PairingSecret::expiry)
        .flatMap(PairingSecret::time);
  }

  private static Optional<String> expiry(SessionReport report) {
    return Optional.ofNullable(report.qr())
        .map(SessionReport.Qr::expiresAt)
        .or(
            () ->
                Optional.ofNullable(report.pairingCode())
                    .map(SessionReport.PairingCode::expiresAt));
  }

  /** Whether the Secret has a code that is valid at least as long. */
  public static boolean fresh(Secret present, Instant wanted) {
    return Optional.ofNullable(present.getData())
        .flatMap(data -> Optional.ofNullable(data.get(EXPIRES_AT)))
        .flatMap(PairingSecret::text)
        .flatMap(PairingSecret::time)
        .filter(expiry -> !expiry.isBefore(wanted))
        .isPresent();
  }

  /** The Secret. */
  public static Secret of(WhatsAppSession session, LinkOffer offer) {
    var data = new TreeMap<String, String>();
    offer.qr().ifPresent(qr -> data.put("qr", base64(qr)));
    offer.code().ifPresent(code -> data.put("pairing-code", base64(code)));
    // In whole seconds, as the status has it.
    data.put(EXPIRES_AT, base64(offer.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString()));
    return new SecretBuilder()
        .withMetadata(ObjectMetadata.owned(session, SessionNames.of(session).pairingSecret()))
        .withType("Opaque")
        .withData(data)
        .build();
  }

  /** Empty for what others wrote in its place. */
  private static Optional<String> text(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
