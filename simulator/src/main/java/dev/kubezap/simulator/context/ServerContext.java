package dev.kubezap.simulator.context;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import dev.kubezap.simulator.world.World;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the parts of the server share. */
public final class ServerContext {
  private static final Logger LOG = System.getLogger(ServerContext.class.getName());

  private final World world;
  private final Rules settings;
  private final Violations violations;
  private final FaultPlan faults = new FaultPlan();
  private final SecureRandom random;
  private final InstantSource clock;
  private final ScheduledExecutorService timers;
  private final KeyIndexLists keyIndexLists;
  private final String mediaHost;

  /**
   * Wires the parts.
   *
   * @param mediaHost where files are kept, as a name with a port
   */
  public ServerContext(
      World world,
      Rules settings,
      Violations violations,
      SecureRandom random,
      InstantSource clock,
      ScheduledExecutorService timers,
      KeyIndexLists keyIndexLists,
      String mediaHost) {
    this.world = world;
    this.settings = settings;
    this.violations = violations;
    this.random = random;
    this.clock = clock;
    this.timers = timers;
    this.keyIndexLists = keyIndexLists;
    this.mediaHost = mediaHost;
  }

  /** All accounts. */
  public World world() {
    return world;
  }

  /** How the server behaves. */
  public Rules settings() {
    return settings;
  }

  /** What clients did wrong. */
  public Violations violations() {
    return violations;
  }

  /** Faults in force. */
  public FaultPlan faults() {
    return faults;
  }

  /** Random numbers. */
  public SecureRandom random() {
    return random;
  }

  /** The time. */
  public Instant now() {
    return clock.instant();
  }

  /** The time's source. */
  public InstantSource clock() {
    return clock;
  }

  /** Signed lists of companions. */
  public KeyIndexLists keyIndexLists() {
    return keyIndexLists;
  }

  /** Where files are kept. */
  public String mediaHost() {
    return mediaHost;
  }

  /** Random bytes. */
  public Bytes randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  /** A new id for a stanza of the server. */
  public String newId() {
    return randomBytes(8).toHex().toUpperCase(Locale.ROOT);
  }

  /** Runs later with the world's lock held. */
  public void after(Duration delay, Runnable work) {
    Runnable guarded =
        () -> {
          try {
            world.locking(work);
          } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a timer failed", e);
          }
        };
    Future<?> _ = timers.schedule(guarded, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Logs a companion out for ever. */
  public void remove(Device device) {
    if (device.account().device(device.id()).isEmpty()) {
      return;
    }
    device.account().remove(device);
    DeviceLink link = device.mailbox().link();
    if (link != null) {
      link.end(Ends.deviceRemoved());
    }
    changed(device, false);
  }

  /** Tells everybody who knows an account's devices that one came or went. */
  public void changed(Device device, boolean added) {
    world.touch();
    Account account = device.account();
    Node list = keyIndexLists.of(account);
    for (Account watcher : account.watchers()) {
      for (Device receiver : watcher.devices()) {
        Notifications.devices(receiver, account, device, added, list, now());
      }
    }
    for (Device own : account.devices()) {
      if (own != device) {
        Notifications.accountDevices(own, account, list, now());
      }
    }
  }
}
