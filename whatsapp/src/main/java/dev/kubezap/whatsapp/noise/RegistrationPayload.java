package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.ClientPayload.DevicePairingRegistrationData;
import dev.kubezap.whatsapp.proto.DeviceProps;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What a device that is to be paired says of itself.
 *
 * @param profile version and names
 * @param registrationId of the device in the Signal protocol
 * @param identityKey of the device in the Signal protocol
 * @param signedPrekeyId 0 to 2^24 - 1
 * @param signedPrekey first signed prekey
 * @param signature over the serialized signed prekey by the identity key, 64 bytes
 */
public record RegistrationPayload(
    ClientProfile profile,
    int registrationId,
    PublicKey identityKey,
    int signedPrekeyId,
    PublicKey signedPrekey,
    ByteString signature) {

  private static final int YEAR = 365;

  private static final ByteString CURVE25519 = ByteString.copyFrom(new byte[] {5});

  /** Refuses an id that does not fit its three bytes. */
  public RegistrationPayload {
    if (signedPrekeyId < 0 || signedPrekeyId >= 1 << 24) {
      throw new IllegalArgumentException("The id of a signed prekey is 0 to 16777215");
    }
  }

  /** The bytes for the handshake. */
  public ByteString encoded() {
    return profile
        .payload()
        .setPassive(false)
        .setPull(false)
        .setDevicePairingData(
            DevicePairingRegistrationData.newBuilder()
                .setERegid(bigEndian(registrationId))
                .setEKeytype(CURVE25519)
                .setEIdent(identityKey.bytes())
                .setESkeyId(bigEndian(signedPrekeyId).substring(1))
                .setESkeyVal(signedPrekey.bytes())
                .setESkeySig(signature)
                .setBuildHash(profile.version().buildHash())
                .setDeviceProps(deviceProps().toByteString()))
        .build()
        .toByteString();
  }

  private DeviceProps deviceProps() {
    return DeviceProps.newBuilder()
        .setOs(profile.operatingSystem())
        .setVersion(operatingSystemVersion())
        .setPlatformType(profile.platformType())
        .setRequireFullSync(profile.wholeHistory())
        .setHistorySyncConfig(
            depth()
                .setStorageQuotaMb(10_240)
                .setInlineInitialPayloadInE2EeMsg(true)
                .setSupportCallLogHistory(true)
                .setSupportBotUserAgentChatHistory(true)
                .setSupportCagReactionsAndPolls(true)
                .setSupportBizHostedMsg(true)
                .setSupportRecentSyncChunkMessageCountTuning(true)
                .setSupportHostedGroupMsg(true)
                .setSupportFbidBotChatHistory(true)
                .setSupportMessageAssociation(true)
                .setSupportGroupHistory(true)
                .setThumbnailSyncDaysLimit(60)
                .setSupportManusHistory(true)
                .setSupportHatchHistory(true))
        .build();
  }

  private DeviceProps.HistorySyncConfig.Builder depth() {
    DeviceProps.HistorySyncConfig.Builder config = DeviceProps.HistorySyncConfig.newBuilder();
    return profile.wholeHistory()
        ? config.setFullSyncDaysLimit(YEAR).setOnDemandReady(true)
        : config;
  }

  /** What browsers on these systems report; they no longer tell the real version. */
  private DeviceProps.AppVersion operatingSystemVersion() {
    DeviceProps.AppVersion.Builder version = DeviceProps.AppVersion.newBuilder();
    return switch (profile.operatingSystem().toLowerCase(Locale.ROOT)) {
      case "mac os", "macos" -> version.setPrimary(10).setSecondary(15).setTertiary(7).build();
      case "windows" -> version.setPrimary(10).setSecondary(0).setTertiary(0).build();
      default -> version.setPrimary(0).setSecondary(1).setTertiary(0).build();
    };
  }

  private static ByteString bigEndian(int value) {
    return ByteString.copyFrom(ByteBuffer.allocate(4).putInt(value).array());
  }
}
