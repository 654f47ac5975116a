package dev.kubezap.pod.kubernetes;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides the conditions that the pod owns. Pure. */
final class ConditionPolicy {

  private ConditionPolicy() {}

  /** All five, always: what a field manager leaves out is removed. */
  static List<StatusCondition> decide(StatusInput input, Instant now) {
    return List.of(
        paired(input, now),
        connected(input, now),
        restricted(input.snapshot(), now),
        passkeyRequired(input.snapshot(), now),
        degraded(input.degraded(), now));
  }

  private static StatusCondition paired(StatusInput input, Instant now) {
    if (input.snapshot().jid().isPresent()) {
      return new StatusCondition("Paired", true, "Paired", "The device is linked.", now);
    }
    SessionSnapshot snapshot = input.snapshot();
    return switch (snapshot.phase()) {
      case LOGGED_OUT ->
          new StatusCondition(
              "Paired", false, reasonOf(snapshot, "LoggedOut"), "The device was logged out.", now);
      case PAIRING ->
          new StatusCondition("Paired", false, "Pairing", "The phone confirms the link.", now);
      default ->
          new StatusCondition(
              "Paired",
              false,
              reasonOf(snapshot, "AwaitingPairing"),
              "Link the device: scan the QR code or enter the pairing code on the phone.",
              now);
    };
  }

  private static StatusCondition connected(StatusInput input, Instant now) {
    SessionSnapshot snapshot = input.snapshot();
    if (!input.owner()) {
      return new StatusCondition(
          "Connected", false, "Standby", "The pod waits for the session's lease.", now);
    }
    if (snapshot.phase() == Phase.CONNECTED) {
      return new StatusCondition("Connected", true, "Connected", "Logged in.", now);
    }
    String message =
        snapshot
            .lastDisconnect()
            .map(end -> "The connection ended: " + end.reason() + ".")
            .orElse("Not logged in.");
    return new StatusCondition(
        "Connected", false, reasonOf(snapshot, snapshot.phase().text()), message, now);
  }

  private static StatusCondition restricted(SessionSnapshot snapshot, Instant now) {
    boolean restricted = snapshot.phase() == Phase.RESTRICTED;
    return new StatusCondition(
        "Restricted",
        restricted,
        restricted ? reasonOf(snapshot, "Restricted") : "NotRestricted",
        restricted
            ? "WhatsApp restricts the account: open WhatsApp on the phone to learn why."
            : "WhatsApp does not restrict the account.",
        now);
  }

  private static StatusCondition passkeyRequired(SessionSnapshot snapshot, Instant now) {
    boolean required = snapshot.phase() == Phase.AWAITING_PASSKEY;
    return new StatusCondition(
        "PasskeyRequired",
        required,
        required ? "PasskeyDemanded" : "NotDemanded",
        required
            ? "WhatsApp demands the account's passkey before it links the device: open /passkey of the session's pod, or GET /api/v1/session/passkey."
            : "WhatsApp demands no passkey.",
        now);
  }

  private static StatusCondition degraded(Optional<StatusInput.Degradation> degraded, Instant now) {
    return degraded
        .map(what -> new StatusCondition("Degraded", true, what.reason(), what.message(), now))
        .orElse(new StatusCondition("Degraded", false, "AsExpected", "Everything works.", now));
  }

  private static String reasonOf(SessionSnapshot snapshot, String otherwise) {
    return snapshot.reason().map(ConditionPolicy::camelCase).orElse(otherwise);
  }

  /** {@code pairing-expired} becomes {@code PairingExpired}, the form of a condition's reason. */
  static String camelCase(String kebab) {
    StringBuilder text = new StringBuilder();
    for (String word : kebab.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    boolean valid = !text.isEmpty() && Character.isLetter(text.charAt(0));
    return valid ? text.toString() : "Unknown";
  }
}
