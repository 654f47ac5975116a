package dev.kubezap.whatsapp.step;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.prekey.SignedPreKeys;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a single decision is asked with in tests. */
public final class Decisions {
  /** When every decision is made. */
  public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private Decisions() {}

  /** A linked device whose keys come from this seed; its signed prekey was made now. */
  public static DeviceIdentity device(long seed) {
    SeededBytes random = new SeededBytes(seed);
    KeyPair identity = Curve25519.generate(random);
    return new DeviceIdentity(
        DeviceIdentity.Pairing.ACTIVE,
        Curve25519.generate(random),
        identity,
        0x1234,
        List.of(SignedPreKeys.generate(7, identity, random, NOW)),
        Jid.of("4915112345678:7@s.whatsapp.net"),
        Optional.of(Jid.of("100200300:7@lid")),
        ByteString.copyFromUtf8("signed"),
        "android",
        Optional.empty(),
        NOW);
  }

  /** The same device before the server has accepted its pairing. */
  public static DeviceIdentity pending(DeviceIdentity device) {
    return paired(DeviceIdentity.Pairing.PENDING, device);
  }

  /** The device as it is stored while its link is taken over. */
  public static DeviceIdentity imported(DeviceIdentity device) {
    return paired(DeviceIdentity.Pairing.IMPORTED, device);
  }

  private static DeviceIdentity paired(DeviceIdentity.Pairing pairing, DeviceIdentity device) {
    return new DeviceIdentity(
        pairing,
        device.noiseKey(),
        device.identityKey(),
        device.registrationId(),
        device.signedPreKeys(),
        device.jid(),
        device.lid(),
        device.signedDeviceIdentity(),
        device.platform(),
        device.businessName(),
        device.pairedAt());
  }

  /** A turn of this device, connected but not past the offline queue. */
  public static Turn turn(Optional<DeviceIdentity> device) {
    return new Turn(NOW, new SeededBytes(1), device, Turn.Link.NONE);
  }

  /** A turn of this device. */
  public static Turn turn(DeviceIdentity device) {
    return turn(Optional.of(device));
  }

  /** A turn of this device that may send. */
  public static Turn online(DeviceIdentity device) {
    return turn(device, new Turn.Link(true, true, true, false));
  }

  /** A turn of this device, connected so. */
  public static Turn turn(DeviceIdentity device, Turn.Link link) {
    return new Turn(NOW, new SeededBytes(1), Optional.of(device), link);
  }

  /** A turn before this session was linked. */
  public static Turn unpaired() {
    return turn(Optional.empty());
  }

  /** A step's outcome over stored state. */
  public static <I, G> Outcome decide(Step<I, G> step, Work<I> work, MemoryStore store, Turn turn) {
    return step.decide(work, step.gather(work, store, turn), turn);
  }

  /** The outcome of new work. */
  public static <I, G> Outcome decide(Step<I, G> step, I input, MemoryStore store, Turn turn) {
    return decide(step, Work.of(input), store, turn);
  }

  /** The outcome when what the step asked for the n-th time was answered so. */
  public static <I, G> Outcome answered(
      Step<I, G> step, I input, int asked, MemoryStore store, Turn turn, Reply... replies) {
    return decide(step, new Work<>(input, List.of(replies), asked), store, turn);
  }

  /** The events that an outcome appends, in their order. */
  public static List<SessionEvent> events(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.Append.class::isInstance)
        .map(change -> ((Change.Append) change).event())
        .toList();
  }

  /** The other changes of an outcome, in their order. */
  public static List<Change> stored(Outcome outcome) {
    return outcome.changes().stream().filter(change -> !(change instanceof Change.Append)).toList();
  }

  /** Leaves of a record what no value of its kind has as its stored form. */
  public static void damage(MemoryStore store, RecordKey<?> key) {
    store(store, new Change.Put<>(new Damaged(key), ByteString.copyFrom(new byte[] {-1})));
  }

  private record Damaged(RecordKey<?> of) implements RecordKey<ByteString> {
    @Override
    public String kind() {
      return of.kind();
    }

    @Override
    public String name() {
      return of.name();
    }

    @Override
    public ByteString encode(ByteString value) {
      return value;
    }

    @Override
    public ByteString decode(ByteString encoded) {
      return encoded;
    }
  }

  /** Stores changes. */
  public static void store(MemoryStore store, Change... changes) {
    store(store, List.of(changes));
  }

  /** Stores changes. */
  public static void store(MemoryStore store, List<Change> changes) {
    try {
      store.commit(changes);
    } catch (FencedException e) {
      throw new AssertionError(e);
    }
  }
}
