package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.ClientSettings;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.SessionStore;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A client with real threads and sockets against a simulator, and the means to wait for what it
 * shows.
 */
final class LiveClient implements ClientListener, AutoCloseable {
  static final String VERSION = "2.3000.1045649367";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final WhatsAppClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final List<Phase> phases = new ArrayList<>();
  private SessionSnapshot latest;
  private boolean fenced;

  LiveClient(
      Simulator simulator,
      SessionStore store,
      IdentityStore identities,
      Optional<String> pairingNumber,
      Optional<String> fetchedVersion) {
    this(simulator, store, identities, pairingNumber, fetchedVersion, Optional.empty());
  }

  /**
   * @param caFile the simulator's certificate authority, when it speaks TLS
   */
  LiveClient(
      Simulator simulator,
      SessionStore store,
      IdentityStore identities,
      Optional<String> pairingNumber,
      Optional<String> fetchedVersion,
      Optional<Path> caFile) {
    client =
        WhatsAppClients.create(
            new ClientSettings(
                URI.create(simulator.webSocketUrl()),
                ByteString.copyFrom(HexFormat.of().parseHex(simulator.noiseRoot())),
                caFile,
                Optional.empty(),
                VERSION,
                pairingNumber,
                "Chrome (Linux)"),
            store,
            identities,
            ConnectGate.OPEN,
            InstantSource.system(),
            RandomBytes.secure(new SecureRandom()),
            () -> fetchedVersion.map(ClientVersion::parse),
            this,
            ClientMetrics.NONE);
    latest = client.snapshot();
  }

  static LiveClient of(Simulator simulator) {
    return of(simulator, new MemoryStore(), new MemoryIdentityStore());
  }

  static LiveClient of(Simulator simulator, SessionStore store, IdentityStore identities) {
    return new LiveClient(simulator, store, identities, Optional.empty(), Optional.empty());
  }

  /** Starts, waits for a QR code, has it scanned and waits until the client is connected. */
  LiveClient pair(Simulator simulator, String number) {
    client.start();
    SessionSnapshot shown = await(snapshot -> snapshot.qr().isPresent());
    simulator.scan(number, shown.qr().orElseThrow().text());
    awaitPhase(Phase.CONNECTED);
    return this;
  }

  SessionSnapshot awaitPhase(Phase phase) {
    return await(snapshot -> snapshot.phase() == phase);
  }

  /** Waits until the snapshot is so. */
  SessionSnapshot await(Predicate<SessionSnapshot> condition) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!condition.test(latest)) {
        if (left <= 0) {
          throw new AssertionError("still " + latest + " after " + phases);
        }
        left = told.awaitNanos(left);
      }
      return latest;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until an event is in the outbox. */
  void awaitStored(MemoryStore store, Predicate<Change.Append> condition) {
    awaitUntil(() -> store.events().stream().anyMatch(condition));
  }

  /** Waits until what was stored, or shown, makes this true. */
  void awaitUntil(BooleanSupplier condition) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("in vain, in " + latest);
        }
        left = told.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  /** Every phase so far, in order. */
  List<Phase> phases() {
    lock.lock();
    try {
      return List.copyOf(phases);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void changed(SessionSnapshot snapshot) {
    lock.lock();
    try {
      latest = snapshot;
      if (phases.isEmpty() || phases.getLast() != snapshot.phase()) {
        phases.add(snapshot.phase());
      }
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void committed() {
    lock.lock();
    try {
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void fenced(FencedException cause) {
    lock.lock();
    try {
      fenced = true;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the client ended because it was fenced. */
  boolean isFenced() {
    lock.lock();
    try {
      return fenced;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    client.shutDown(Duration.ofSeconds(2)).orTimeout(5, TimeUnit.SECONDS).join();
  }
}
