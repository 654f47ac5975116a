package dev.kubezap.whatsapp.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.AccountRecord;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is remembered about the account; there is one such record. */
public record AccountKey() implements RecordKey<Account> {

  /** The remembered account, a blank one when nothing is remembered. */
  public static Account read(StateReader state) {
    return state.read(new AccountKey()).orElse(Account.BLANK);
  }

  @Override
  public String kind() {
    return RecordKind.ACCOUNT.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public ByteString encode(Account account) {
    return AccountRecord.newBuilder()
        .setLogIns(account.logIns())
        .setRoutingInfo(account.routingInfo().orElse(ByteString.EMPTY))
        .setLidAddressing(account.lidAddressing())
        .setPushName(account.pushName().orElse(""))
        .setClientExpiresAtMs(account.clientExpiresAt().map(Instant::toEpochMilli).orElse(0L))
        .setClientVersion(account.clientVersion().orElse(""))
        .setServerTimeOffsetMs(account.serverTimeOffset().toMillis())
        .setVersionCheckedAtMs(account.versionCheckedAt().map(Instant::toEpochMilli).orElse(0L))
        .setShowsUnavailable(account.showsUnavailable())
        .build()
        .toByteString();
  }

  @Override
  public Account decode(ByteString encoded) {
    try {
      AccountRecord stored = AccountRecord.parseFrom(encoded);
      return new Account(
          stored.getLogIns(),
          Optional.of(stored.getRoutingInfo()).filter(info -> !info.isEmpty()),
          stored.getLidAddressing(),
          Optional.of(stored.getPushName()).filter(name -> !name.isEmpty()),
          Optional.of(stored.getClientExpiresAtMs())
              .filter(at -> at != 0)
              .map(Instant::ofEpochMilli),
          Optional.of(stored.getClientVersion()).filter(version -> !version.isEmpty()),
          Duration.ofMillis(stored.getServerTimeOffsetMs()),
          Optional.of(stored.getVersionCheckedAtMs())
              .filter(at -> at != 0)
              .map(Instant::ofEpochMilli),
          stored.getShowsUnavailable());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("account record is damaged", e);
    }
  }
}
