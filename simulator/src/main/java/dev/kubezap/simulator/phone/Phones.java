package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.signal.GroupSignatures;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.SignedPreKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** All phones. */
public final class Phones implements AutoCloseable {
  private final Map<Account, Phone> phones = new ConcurrentHashMap<>();
  private final ServerPort server;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Function<Device, ExecutorService> threads;
  private final FileRetries files;
  private final GroupSignatures signatures = new GroupSignatures();

  /** Phones that reach a server, each with a thread of its own. */
  public Phones(ServerPort server, SecureRandom random, InstantSource clock, FileRetries files) {
    this(server, random, clock, Phones::thread, files);
  }

  /**
   * Phones that reach a server.
   *
   * @param threads runs a phone's tasks, one after another
   * @param files uploads files again
   */
  public Phones(
      ServerPort server,
      SecureRandom random,
      InstantSource clock,
      Function<Device, ExecutorService> threads,
      FileRetries files) {
    this.server = server;
    this.random = random;
    this.clock = clock;
    this.threads = threads;
    this.files = files;
  }

  private static ExecutorService thread(Device device) {
    return Executors.newSingleThreadExecutor(
        Thread.ofVirtual().name("phone-" + device.account().phoneNumber()).factory());
  }

  /** The public keys of a phone's store, without one-time keys. */
  public static KeyBundle bundle(SignalStore store) {
    return new KeyBundle(
        store.registrationId(),
        store.identity().publicKey(),
        new SignedPreKey(
            store.signedPreKeyId(),
            store.signedPreKey().publicKey(),
            store.signedPreKeySignature()));
  }

  /** Makes the phone of a device 0 and connects it. Called with the world's lock held. */
  public Phone connect(Device device, SignalStore store, boolean echo) {
    Phone phone =
        new Phone(
            device, store, server, echo, random, clock, threads.apply(device), files, signatures);
    phones.put(device.account(), phone);
    device.mailbox().connectLive(phone);
    return phone;
  }

  /** The phone of an account. */
  public Phone of(Account account) {
    Phone phone = phones.get(account);
    if (phone == null) {
      throw new IllegalStateException("No phone of " + account);
    }
    return phone;
  }

  /** All of them. */
  public Collection<Phone> all() {
    return phones.values();
  }

  @Override
  public void close() {
    phones.values().forEach(Phone::close);
  }
}
