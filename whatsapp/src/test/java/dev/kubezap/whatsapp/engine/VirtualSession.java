package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.ClientSettings;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A session without threads: the test moves the clock, turns the loop and plays the server. */
final class VirtualSession implements ClientListener {
  static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  final MemoryIdentityStore identities = new MemoryIdentityStore();
  final List<ScriptedLink> links = new ArrayList<>();
  final List<SessionSnapshot> told = new ArrayList<>();
  boolean identityIsUnreadable;
  boolean heldBack;
  final Session session;
  private final SessionStore store;
  Instant now = BEGIN;

  /** How far the machine's clock was set since the beginning. */
  Duration stepped = Duration.ZERO;

  Supplier<VersionFetched.Result> versions = VersionFetched.Result.Unknown::new;
  int fetches;
  Function<Node, Optional<Answer>> server = VirtualSession::obliging;

  VirtualSession(SessionStore store, Optional<String> pairingNumber) {
    this(store, pairingNumber, 7);
  }

  /** With random bytes of its own. */
  VirtualSession(SessionStore store, Optional<String> pairingNumber, long seed) {
    this.store = store;
    session =
        new Session(
            new ClientSettings(
                URI.create("wss://example.invalid/ws/chat"),
                ByteString.copyFrom(new byte[32]),
                Optional.empty(),
                Optional.empty(),
                LiveClient.VERSION,
                pairingNumber,
                "Chrome (Linux)"),
            new Session.Surroundings(
                store,
                new Volume(),
                (attempt, listener) -> {
                  ScriptedLink link = new ScriptedLink(attempt, listener, iq -> server.apply(iq));
                  links.add(link);
                  return link;
                },
                () -> heldBack,
                whenDone -> {
                  fetches++;
                  whenDone.accept(versions.get());
                },
                InlineHistories.reading(),
                (wanted, whenDone) -> whenDone.accept(Optional.empty()),
                () -> now.plus(stepped),
                () -> now,
                new SeededBytes(seed),
                this,
                ClientMetrics.NONE));
  }

  VirtualSession(SessionStore store) {
    this(store, Optional.empty());
  }

  private final class Volume implements IdentityStore {
    @Override
    public Optional<DeviceIdentity> load() {
      if (identityIsUnreadable) {
        throw new StoredStateException("another data key");
      }
      return identities.load();
    }

    @Override
    public void save(DeviceIdentity identity) {
      identities.save(identity);
    }

    @Override
    public void erase() {
      identities.erase();
    }
  }

  /** Answers every query, says that prekeys abound. */
  static Optional<Answer> obliging(Node iq) {
    Node result = Node.of("iq").with("from", Jid.SERVICE).with("type", "result");
    return Optional.of(
        new Answer.Answered(
            iq.child("count").isPresent()
                ? result.withChildren(Node.of("count").with("value", 800))
                : result));
  }

  /** A paired device. */
  static DeviceIdentity device(DeviceIdentity.Pairing pairing) {
    return device(pairing, 3, "4915112345678:7@s.whatsapp.net");
  }

  /** A paired device with keys of its own. */
  static DeviceIdentity device(DeviceIdentity.Pairing pairing, long seed, String jid) {
    SeededBytes random = new SeededBytes(seed);
    PairingAttempt attempt = PairingAttempt.begin(random, BEGIN);
    return new DeviceIdentity(
        pairing,
        attempt.noiseKey(),
        attempt.identityKey(),
        attempt.registrationId(),
        List.of(attempt.signedPreKey()),
        Jid.of(jid),
        Optional.of(Jid.of("100200300:7@lid")),
        ByteString.copyFromUtf8("signed"),
        "android",
        Optional.empty(),
        BEGIN);
  }

  /** Begins and does all that follows at once. */
  VirtualSession begin() throws FencedException {
    session.begin();
    return settle();
  }

  /** Begins with a paired device and logs it in. */
  VirtualSession online() throws FencedException {
    DeviceIdentity device = device(DeviceIdentity.Pairing.ACTIVE);
    identities.save(device);
    store.commit(List.of(new Change.Put<>(new StateOwnerKey(), device.identityKey().publicKey())));
    begin();
    return logIn();
  }

  /** The server lets the present connection in. */
  VirtualSession logIn() throws FencedException {
    receive(Node.of("success").with("t", now.getEpochSecond()).with("lid", "100200300:7@lid"));
    return receive(Node.of("ib", Node.of("offline").with("count", 0)));
  }

  /** A stanza over the present connection, and all that follows at once. */
  VirtualSession receive(Node stanza) throws FencedException {
    link().receive(stanza);
    return settle();
  }

  /** Turns the loop until it waits for something. */
  VirtualSession settle() throws FencedException {
    while (session.loop().turn().isZero()) {
      // Each turn does what there is to do now.
    }
    return this;
  }

  /** Time passes, timer by timer. */
  VirtualSession pass(Duration duration) throws FencedException {
    Instant end = now.plus(duration);
    settle();
    while (now.isBefore(end)) {
      Duration wait = session.loop().turn();
      Duration left = Duration.between(now, end);
      now = now.plus(wait.compareTo(left) < 0 ? wait : left);
      settle();
    }
    return this;
  }

  /** A caller's work. */
  CompletableFuture<Object> ask(Object input) throws FencedException {
    CompletableFuture<Object> caller = new CompletableFuture<>();
    session.mailbox().offer(Pending.of(input, caller));
    settle();
    return caller;
  }

  /** Work that nobody waits for. */
  VirtualSession post(Object input) throws FencedException {
    session.mailbox().post(Pending.of(input));
    return settle();
  }

  /** The newest connection. */
  ScriptedLink link() {
    return links.getLast();
  }

  SessionSnapshot snapshot() {
    return session.snapshot();
  }

  @Override
  public void changed(SessionSnapshot snapshot) {
    told.add(snapshot);
  }

  @Override
  public void committed() {}

  @Override
  public void fenced(FencedException cause) {}
}
