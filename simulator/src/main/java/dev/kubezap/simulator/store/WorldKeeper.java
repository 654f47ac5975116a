package dev.kubezap.simulator.store;

import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.message.AcceptedMessages;
import dev.kubezap.simulator.node.NodeDecoder;
import dev.kubezap.simulator.node.NodeEncoder;
import dev.kubezap.simulator.noise.NoiseIdentity;
import dev.kubezap.simulator.phone.Phone;
import dev.kubezap.simulator.phone.Phones;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Turns the living world into its stored form and back. */
public final class WorldKeeper {
  private final World world;
  private final Phones phones;
  private final AcceptedMessages accepted;
  private final Groups groups;
  private final SecureRandom random;

  /** Of a world. */
  public WorldKeeper(
      World world, Phones phones, AcceptedMessages accepted, Groups groups, SecureRandom random) {
    this.groups = groups;
    this.world = world;
    this.phones = phones;
    this.accepted = accepted;
    this.random = random;
  }

  /** Makes all accounts and phones of a stored world. Called with the world's lock held. */
  public void restore(WorldState state) {
    Map<String, Account> made = new HashMap<>();
    for (WorldState.AccountState stored : state.accounts()) {
      Account account =
          new Account(
              stored.phoneNumber(),
              stored.lid(),
              stored.pushName(),
              stored.addressing(),
              stored.rawId());
      account.requirePasskey(stored.passkeyRequired());
      account.restoreCounters(stored.nextDevice(), stored.lastKeyIndex());
      world.add(account);
      made.put(account.phoneNumber(), account);
      for (WorldState.DeviceState device : stored.devices()) {
        restore(account, stored, device);
      }
    }
    for (WorldState.AccountState stored : state.accounts()) {
      Account account = phones.of(world.byNumber(stored.phoneNumber()).orElseThrow()).account();
      stored.watchers().stream()
          .map(made::get)
          .filter(watcher -> watcher != null)
          .forEach(account::watchedBy);
    }
    accepted.restore(state.accepted());
    groups.restore(state.groups());
  }

  private void restore(
      Account account, WorldState.AccountState stored, WorldState.DeviceState state) {
    KeyBundle keys = new KeyBundle(state.keys());
    Device device =
        state.id() == 0
            ? account.addPhone(keys)
            : account.addCompanion(
                new Account.Slot(state.id(), state.keyIndex()),
                state.noiseKey(),
                state.signedIdentity(),
                keys);
    device.restoreLogins(state.logins());
    state.pending().forEach(p -> device.mailbox().push(p.key(), NodeDecoder.decode(p.stanza())));
    if (device.id() == 0) {
      SignalStore store = new SignalStore(stored.phone(), random);
      phones.connect(device, store, stored.echo()).log().addAll(stored.messages());
    }
  }

  /** The whole world as it is now. Called without the world's lock. */
  public WorldState snapshot(NoiseIdentity noise) {
    List<Future<SignalStore.Snapshot>> keys = new ArrayList<>();
    List<Account> accounts = world.locked(world::accounts);
    for (Account account : accounts) {
      keys.add(phones.of(account).snapshot());
    }
    List<WorldState.AccountState> states = new ArrayList<>();
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get(i);
      SignalStore.Snapshot phone = result(keys.get(i));
      states.add(world.locked(() -> state(account, phone)));
    }
    return new WorldState(
        noise, states, world.locked(accepted::snapshot), world.locked(groups::snapshot));
  }

  private static SignalStore.Snapshot result(Future<SignalStore.Snapshot> keys) {
    try {
      return keys.get();
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException("A phone's keys cannot be read", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private WorldState.AccountState state(Account account, SignalStore.Snapshot keys) {
    Phone phone = phones.of(account);
    return new WorldState.AccountState(
        account.phoneNumber(),
        account.lid(),
        account.pushName(),
        account.addressing(),
        account.rawId(),
        account.nextDevice(),
        account.lastKeyIndex(),
        phone.echo(),
        account.passkeyRequired(),
        keys,
        account.devices().stream().map(WorldKeeper::state).toList(),
        phone.log().list(),
        account.watchers().stream().map(Account::phoneNumber).toList());
  }

  private static WorldState.DeviceState state(Device device) {
    return new WorldState.DeviceState(
        device.id(),
        device.keyIndex(),
        device.noiseKey(),
        device.signedIdentity(),
        device.keys().snapshot(),
        device.logins(),
        device.mailbox().pending().stream()
            .map(e -> new WorldState.PendingState(e.getKey(), NodeEncoder.encode(e.getValue())))
            .toList());
  }
}
