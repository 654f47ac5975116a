package dev.kubezap.whatsapp.account;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered about the account from one connection to the next.
 *
 * @param logIns log-ins since pairing
 * @param routingInfo where the service wants this device to connect
 * @param lidAddressing whether direct messages of this account go to LIDs; once true it stays so
 *     (PROTOCOL-2026 3)
 * @param pushName the account's own name
 * @param clientExpiresAt from when on the service refuses the present client version
 * @param clientVersion the newest version that was fetched
 * @param serverTimeOffset how far the server's clock is ahead
 * @param versionCheckedAt when the service was asked for its client version last
 * @param showsUnavailable whether this device is to show itself as unavailable while it is
 *     connected
 */
public record Account(
    int logIns,
    Optional<ByteString> routingInfo,
    boolean lidAddressing,
    Optional<String> pushName,
    Optional<Instant> clientExpiresAt,
    Optional<String> clientVersion,
    Duration serverTimeOffset,
    Optional<Instant> versionCheckedAt,
    boolean showsUnavailable) {

  /** Of which nothing is known. */
  public static final Account BLANK =
      new Account(
          0,
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          Optional.empty(),
          false);

  /** One log-in more, at which the server's clock was read. */
  public Account loggedIn(Duration offset) {
    return new Account(
        logIns + 1,
        routingInfo,
        lidAddressing,
        pushName,
        clientExpiresAt,
        clientVersion,
        offset,
        versionCheckedAt,
        showsUnavailable);
  }

  /** With other routing. */
  public Account withRoutingInfo(ByteString info) {
    return new Account(
        logIns,
        Optional.of(info),
        lidAddressing,
        pushName,
        clientExpiresAt,
        clientVersion,
        serverTimeOffset,
        versionCheckedAt,
        showsUnavailable);
  }

  /** With direct messages going to LIDs. */
  public Account withLidAddressing() {
    return new Account(
        logIns,
        routingInfo,
        true,
        pushName,
        clientExpiresAt,
        clientVersion,
        serverTimeOffset,
        versionCheckedAt,
        showsUnavailable);
  }

  /** With a name. */
  public Account withPushName(String name) {
    return new Account(
        logIns,
        routingInfo,
        lidAddressing,
        Optional.of(name),
        clientExpiresAt,
        clientVersion,
        serverTimeOffset,
        versionCheckedAt,
        showsUnavailable);
  }

  /** With another end of the client version's life. */
  public Account withClientExpiry(Optional<Instant> at) {
    return new Account(
        logIns,
        routingInfo,
        lidAddressing,
        pushName,
        at,
        clientVersion,
        serverTimeOffset,
        versionCheckedAt,
        showsUnavailable);
  }

  /** With a fetched client version. */
  public Account withClientVersion(String version) {
    return new Account(
        logIns,
        routingInfo,
        lidAddressing,
        pushName,
        Optional.empty(),
        Optional.of(version),
        serverTimeOffset,
        versionCheckedAt,
        showsUnavailable);
  }

  /** Asked for the client version at that time. */
  public Account withVersionCheckedAt(Instant at) {
    return new Account(
        logIns,
        routingInfo,
        lidAddressing,
        pushName,
        clientExpiresAt,
        clientVersion,
        serverTimeOffset,
        Optional.of(at),
        showsUnavailable);
  }

  /** Showing itself as unavailable, or not any more. */
  public Account withShownUnavailable(boolean unavailable) {
    return new Account(
        logIns,
        routingInfo,
        lidAddressing,
        pushName,
        clientExpiresAt,
        clientVersion,
        serverTimeOffset,
        versionCheckedAt,
        unavailable);
  }
}
