package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.ClientSettings;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.connection.Connector;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.SessionStore;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A session whose loop is turned from outside, for simulations in other packages. */
public final class TurnedSession {
  private final Session session;

  /** A session that was not begun. */
  public TurnedSession(
      SessionStore store,
      IdentityStore identities,
      Connector connector,
      InstantSource clock,
      RandomBytes random,
      ClientListener listener) {
    session =
        new Session(
            new ClientSettings(
                URI.create("wss://example.invalid/ws/chat"),
                ByteString.copyFrom(new byte[32]),
                Optional.empty(),
                Optional.empty(),
                LiveClient.VERSION,
                Optional.empty(),
                "Chrome (Linux)"),
            new Session.Surroundings(
                store,
                identities,
                connector,
                ConnectGate.OPEN,
                whenDone -> whenDone.accept(new VersionFetched.Result.Unknown()),
                InlineHistories.reading(),
                (wanted, whenDone) -> whenDone.accept(Optional.empty()),
                clock,
                clock,
                random,
                listener,
                ClientMetrics.NONE));
  }

  /** Reads the identity and queues the first work. */
  public void begin() {
    session.begin();
  }

  /** Does what there is to do now; answers when it wants to be called again at the latest. */
  public Duration turn() throws FencedException {
    return session.loop().turn();
  }

  /** A caller's work; empty when it is refused because the store is away or too much waits. */
  public Optional<CompletableFuture<Object>> ask(Object input) {
    CompletableFuture<Object> caller = new CompletableFuture<>();
    return !session.loop().isStalled() && session.mailbox().offer(Pending.of(input, caller))
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** Whether nothing is under way. */
  public boolean isSettled() {
    return session.isSettled();
  }

  /** What can be said of it. */
  public SessionSnapshot snapshot() {
    return session.snapshot();
  }

  /** The session is not this process' any more. */
  public void fenced(FencedException cause) {
    session.forget();
    session.end(new IllegalStateException("fenced", cause));
  }
}
