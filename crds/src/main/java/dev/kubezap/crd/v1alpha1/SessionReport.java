package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What the session pod says of itself.
 *
 * @param state Starting, AwaitingPairing, Pairing, Connecting, Connected, Reconnecting,
 *     AwaitingPasskey, Suspended, LoggedOut or Restricted
 * @param reason why, in kebab case, when the state needs a reason, such as {@code pairing-expired}
 * @param podUid the pod that wrote this; another pod's report counts as disconnected
 * @param epoch number of the pod's ownership of the account, growing
 * @param phoneNumber linked phone number with a leading plus
 * @param jid the device's jid by phone number
 * @param lid the device's LID
 * @param pushName the account's name
 * @param qr QR code to scan
 * @param pairingCode code to enter on the phone
 * @param connectedAt since when it has been connected, RFC 3339
 * @param lastInboundAt when WhatsApp was heard last, RFC 3339
 * @param lastDisconnect end of the last connection
 * @param reconnects connections made anew since the pod began
 * @param clientVersion version reported to WhatsApp
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionReport(
    @JsonPropertyDescription(
            "Starting, AwaitingPairing, Pairing, Connecting, Connected, Reconnecting, AwaitingPasskey, Suspended, LoggedOut or Restricted.")
        @Size(max = 64)
        @Nullable String state,
    @JsonPropertyDescription(
            "Why, in kebab case, when the state needs a reason, such as pairing-expired.")
        @Nullable String reason,
    @JsonPropertyDescription("The pod that wrote this report.") @Nullable String podUid,
    @JsonPropertyDescription("Number of the pod's ownership of the account, growing.")
        @Nullable Long epoch,
    @JsonPropertyDescription("Linked phone number.") @Size(max = 32) @Nullable String phoneNumber,
    @JsonPropertyDescription("The device's jid by phone number.") @Nullable String jid,
    @JsonPropertyDescription("The device's LID.") @Nullable String lid,
    @JsonPropertyDescription("The account's name.") @Nullable String pushName,
    @JsonPropertyDescription("QR code to scan.") @Nullable Qr qr,
    @JsonPropertyDescription("Code to enter on the phone.") @Nullable PairingCode pairingCode,
    @JsonPropertyDescription("Since when the session has been connected.")
        @Nullable String connectedAt,
    @JsonPropertyDescription("When WhatsApp was heard last.") @Nullable String lastInboundAt,
    @JsonPropertyDescription("End of the last connection.") @Nullable LastDisconnect lastDisconnect,
    @JsonPropertyDescription("Connections made anew since the pod began.")
        @Nullable Long reconnects,
    @JsonPropertyDescription("Version reported to WhatsApp.") @Nullable String clientVersion) {

  /**
   * A QR code.
   *
   * @param text its content
   * @param expiresAt until when it can be scanned, RFC 3339
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Qr(
      @JsonPropertyDescription("Content of the QR code.") @Nullable String text,
      @JsonPropertyDescription("Until when it can be scanned.") @Nullable String expiresAt) {

    /** Hides the content, which links a device. */
    @Override
    public String toString() {
      return "Qr[expiresAt=" + expiresAt + "]";
    }
  }

  /**
   * A pairing code.
   *
   * @param code the code, such as {@code ABCD-1234}
   * @param expiresAt until when it can be entered, RFC 3339
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PairingCode(
      @JsonPropertyDescription("The code, such as ABCD-1234.") @Nullable String code,
      @JsonPropertyDescription("Until when it can be entered.") @Nullable String expiresAt) {

    /** Hides the code, which links a device. */
    @Override
    public String toString() {
      return "PairingCode[expiresAt=" + expiresAt + "]";
    }
  }

  /**
   * The end of a connection.
   *
   * @param code WhatsApp's code, such as {@code 503}, or a name of ours, such as {@code
   *     connection-lost}
   * @param reason why, for people
   * @param at when, RFC 3339
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LastDisconnect(
      @JsonPropertyDescription("WhatsApp's code, such as 503, or a name, such as connection-lost.")
          @Nullable String code,
      @JsonPropertyDescription("Why.") @Nullable String reason,
      @JsonPropertyDescription("When.") @Nullable String at) {}
}
