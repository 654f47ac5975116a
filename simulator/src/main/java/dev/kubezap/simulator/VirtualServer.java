package dev.kubezap.simulator;

import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.message.Accepted;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.noise.NoiseIdentity;
import dev.kubezap.simulator.pairing.IdentitySigner;
import dev.kubezap.simulator.pairing.SignedKeyIndexLists;
import dev.kubezap.simulator.phone.FileRetries;
import dev.kubezap.simulator.phone.Phone;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.phone.Phones;
import dev.kubezap.simulator.phone.Spoiling;
import dev.kubezap.simulator.phone.TaskExecutor;
import dev.kubezap.simulator.server.ChatService;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.server.Stanzas;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.store.WorldKeeper;
import dev.kubezap.simulator.store.WorldState;
import dev.kubezap.simulator.strict.Violation;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.World;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * The server and its phones without sockets, threads and a clock of their own, for simulations in
 * virtual time: the same seed and the same calls in the same order give the same stanzas. Used by
 * one thread.
 */
public final class VirtualServer {
  private final World world = new World();
  private final SecureRandom random;
  private final Violations violations;
  private final Phones phones;
  private final ChatService service;
  private final WorldKeeper keeper;
  private final InstantSource clock;

  /**
   * A server without accounts.
   *
   * @param tasks runs what a phone does, sooner or later, but in order for each phone
   */
  public VirtualServer(
      SecureRandom random, InstantSource clock, BiConsumer<Device, Runnable> tasks) {
    this.random = random;
    this.clock = clock;
    violations = new Violations(clock);
    phones =
        new Phones(
            new LockedPort(world, this::stanzas),
            random,
            clock,
            device -> new TaskExecutor(task -> tasks.accept(device, task)),
            FileRetries.NONE);
    ServerContext context =
        new ServerContext(
            world,
            Settings.defaults(),
            violations,
            random,
            clock,
            Executors.newSingleThreadScheduledExecutor(
                _ -> {
                  throw new IllegalStateException(
                      "A virtual server has no timers: it links at once");
                }),
            new SignedKeyIndexLists(account -> phones.of(account).identity(), clock, random),
            "media.simulator.invalid");
    service = new ChatService(context, _ -> {});
    keeper = new WorldKeeper(world, phones, service.accepted(), service.groups(), random);
  }

  private Stanzas stanzas() {
    return service.stanzas();
  }

  /** Adds an account with a phone; the phone has keys when its tasks have run. */
  public Account addAccount(String number, String lid, String pushName, Addressing addressing) {
    SignalStore store = SignalStore.generate(random);
    Account account = new Account(number, lid, pushName, addressing, random.nextInt(1 << 30));
    world.add(account);
    Phone phone = phones.connect(account.addPhone(Phones.bundle(store)), store, false);
    var _ = phone.uploadPreKeys();
    return account;
  }

  /** Links a companion without the ceremony of pairing. */
  public Device link(Account account, Bytes noiseKey, KeyPair identity, KeyBundle keys) {
    Account.Slot slot = account.reserveSlot();
    KeyPair primary = phones.of(account).identity();
    Bytes signed =
        IdentitySigner.complete(
            IdentitySigner.sign(
                primary,
                account.rawId(),
                slot.keyIndex(),
                false,
                identity.publicKey(),
                clock.instant(),
                random),
            identity,
            random);
    return account.addCompanion(slot, noiseKey, signed, keys);
  }

  /** All accounts and keys as they are now, for {@link #restore}. All tasks must have run. */
  public WorldState snapshot() {
    return keeper.snapshot(NoiseIdentity.generate(random));
  }

  /** Makes the accounts of another virtual server's snapshot. */
  public void restore(WorldState state) {
    world.locking(() -> keeper.restore(state));
  }

  /** The account of a phone number in digits. */
  public Account account(String number) {
    return world
        .byNumber(number)
        .orElseThrow(() -> new IllegalArgumentException("There is no account " + number));
  }

  /** A companion logs in over a link; empty when it is refused. */
  public Optional<Device> logIn(DeviceLink link, String number, int device, Bytes noiseKey) {
    return world.locked(() -> service.logIn(link, number, device, noiseKey, _ -> {}));
  }

  /** What people do with groups on their phones. */
  public PhoneGroups groups() {
    return new PhoneGroups(world, service.groups(), new LockedPort(world, this::stanzas));
  }

  /** A stanza of a companion. */
  public void handle(Device device, Node stanza) {
    world.locking(() -> service.stanzas().handle(device, stanza));
  }

  /** A phone sends a text. */
  public void send(String from, String to, String text, boolean lidForm, Spoiling spoiling) {
    var _ = phones.of(account(from)).send(account(to), PhoneContent.text(text), lidForm, spoiling);
  }

  /** A phone's user reads a message. */
  public void read(String number, String peer, String id) {
    var _ = phones.of(account(number)).read(peer, id);
  }

  /** A phone asks for a message that it has decrypted once more. */
  public void askAgain(String number, String peer, String id) {
    var _ = phones.of(account(number)).askAgain(peer, id);
  }

  /** What a phone has sent and received. */
  public List<PhoneMessage> messages(String number) {
    return phones.of(account(number)).log().list();
  }

  /** What became of an accepted message. */
  public Optional<Accepted> accepted(String sender, String id) {
    return service.accepted().find(sender, id);
  }

  /** What was done against the protocol. */
  public List<Violation> violations() {
    return violations.list();
  }
}
