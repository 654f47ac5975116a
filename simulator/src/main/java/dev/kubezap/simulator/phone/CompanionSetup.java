package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.appstate.SyncSecret;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.proto.AppStateSyncKey;
import dev.kubezap.simulator.proto.AppStateSyncKeyData;
import dev.kubezap.simulator.proto.AppStateSyncKeyFingerprint;
import dev.kubezap.simulator.proto.AppStateSyncKeyId;
import dev.kubezap.simulator.proto.AppStateSyncKeyShare;
import dev.kubezap.simulator.proto.GlobalSettings;
import dev.kubezap.simulator.proto.HistorySync;
import dev.kubezap.simulator.proto.HistorySyncNotification;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.proto.PhoneNumberToLid;
import dev.kubezap.simulator.proto.ProtocolMessage;
import dev.kubezap.simulator.proto.Pushname;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/** What a phone sends to a new companion: app state keys, then a first, almost empty history. */
final class CompanionSetup {
  private static final int HISTORY_SYNC_NOTIFICATION = 5;
  private static final int APP_STATE_SYNC_KEY_SHARE = 6;
  private static final int INITIAL_BOOTSTRAP = 0;
  private static final int PUSH_NAME = 4;

  private CompanionSetup() {}

  /** Hands out keys of app state. */
  static Message keyShare(Account account, List<SyncSecret> keys, Instant now) {
    AppStateSyncKeyFingerprint fingerprint =
        AppStateSyncKeyFingerprint.newBuilder()
            .setRawId(account.rawId())
            .setCurrentIndex(account.lastKeyIndex())
            .addDeviceIndexes(0)
            .build();
    AppStateSyncKeyShare.Builder share = AppStateSyncKeyShare.newBuilder();
    for (SyncSecret key : keys) {
      share.addKeys(
          AppStateSyncKey.newBuilder()
              .setKeyId(AppStateSyncKeyId.newBuilder().setKeyId(key.id().toProto()))
              .setKeyData(
                  AppStateSyncKeyData.newBuilder()
                      .setKeyData(key.data().toProto())
                      .setFingerprint(fingerprint)
                      .setTimestamp(now.getEpochSecond())));
    }
    return protocolMessage(
        ProtocolMessage.newBuilder()
            .setType(APP_STATE_SYNC_KEY_SHARE)
            .setAppStateSyncKeyShare(share));
  }

  /**
   * @param known whom the phone knows: nobody when it has no history
   */
  static List<Message> history(Account account, List<Account> known, Instant now) {
    HistorySync.Builder bootstrap =
        HistorySync.newBuilder().setSyncType(INITIAL_BOOTSTRAP).setChunkOrder(1).setProgress(100);
    if (!known.isEmpty() && account.addressing() != Addressing.PHONE_NUMBER) {
      bootstrap.setGlobalSettings(
          GlobalSettings.newBuilder().setChatDbLidMigrationTimestamp(now.getEpochSecond()));
    }
    HistorySync.Builder names = HistorySync.newBuilder().setSyncType(PUSH_NAME).setProgress(100);
    for (Account other : known) {
      bootstrap.addPhoneNumberToLidMappings(
          PhoneNumberToLid.newBuilder()
              .setPnJid(other.phoneNumberJid().toString())
              .setLidJid(other.lidJid().toString()));
      names.addPushnames(
          Pushname.newBuilder()
              .setId(other.phoneNumberJid().toString())
              .setPushname(other.pushName()));
    }
    return List.of(notification(bootstrap.build()), notification(names.build()));
  }

  private static Message notification(HistorySync history) {
    HistorySyncNotification notification =
        HistorySyncNotification.newBuilder()
            .setSyncType(history.getSyncType())
            .setChunkOrder(history.getChunkOrder())
            .setProgress(history.getProgress())
            .setInitialHistBootstrapInlinePayload(deflated(history).toProto())
            .build();
    return protocolMessage(
        ProtocolMessage.newBuilder()
            .setType(HISTORY_SYNC_NOTIFICATION)
            .setHistorySyncNotification(notification));
  }

  private static Bytes deflated(HistorySync history) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      history.writeTo(deflater);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }

  private static Message protocolMessage(ProtocolMessage.Builder content) {
    return Message.newBuilder().setProtocolMessage(content).build();
  }
}
