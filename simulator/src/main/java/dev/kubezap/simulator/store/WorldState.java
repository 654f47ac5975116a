package dev.kubezap.simulator.store;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.group.GroupState;
import dev.kubezap.simulator.message.Accepted;
import dev.kubezap.simulator.noise.NoiseIdentity;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.PendingKey;
import java.util.List;
import java.util.Objects;

/**
 * Everything that is kept between runs.
 *
 * @param noise the server's keys
 * @param accounts all accounts
 * @param accepted messages that receipts may still come for
 * @param groups all groups; none in a world of an earlier version
 */
public record WorldState(
    NoiseIdentity noise,
    List<AccountState> accounts,
    List<Accepted.Snapshot> accepted,
    List<GroupState> groups) {
  /** Fills up what is not in older files. */
  public WorldState {
    groups = Objects.requireNonNullElse(groups, List.of());
  }

  /**
   * An account.
   *
   * @param phone its phone's keys
   * @param devices all devices, the phone first
   * @param watchers phone numbers of accounts that asked for its devices
   */
  public record AccountState(
      String phoneNumber,
      String lid,
      String pushName,
      Addressing addressing,
      int rawId,
      int nextDevice,
      int lastKeyIndex,
      boolean echo,
      boolean passkeyRequired,
      SignalStore.Snapshot phone,
      List<DeviceState> devices,
      List<PhoneMessage> messages,
      List<String> watchers) {}

  /** A device. */
  public record DeviceState(
      int id,
      int keyIndex,
      Bytes noiseKey,
      Bytes signedIdentity,
      KeyBundle.Snapshot keys,
      int logins,
      List<PendingState> pending) {}

  /**
   * A stanza that waits for a device.
   *
   * @param stanza encoded
   */
  public record PendingState(PendingKey key, Bytes stanza) {}
}
