package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.ClientClosedException;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient.Sending;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The shell with its thread: how it begins, ends and answers callers. */
class SessionEngineTest {
  private final FaultyStore store = new FaultyStore();
  private final VirtualSession virtual = new VirtualSession(store);
  private final CompletableFuture<FencedException> fenced = new CompletableFuture<>();
  private final SessionEngine engine = new SessionEngine(virtual.session, new Told());

  private volatile boolean failing;

  private final class Told implements ClientListener {
    @Override
    public void changed(SessionSnapshot snapshot) {
      if (failing) {
        throw new IllegalStateException("a defect of the listener's");
      }
    }

    @Override
    public void committed() {}

    @Override
    public void fenced(FencedException cause) {
      fenced.complete(cause);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  /**
   * Starts and waits until the connection was asked for. Work is done in order, and beginning puts
   * one more piece of work behind the first that is asked for here, so the second comes after both.
   */
  private void startConnecting() throws Exception {
    engine.start();
    get(engine.markRead(Jid.phoneNumber("4915112345678"), List.of()));
    get(engine.markRead(Jid.phoneNumber("4915112345678"), List.of()));
  }

  @Test
  void endsWhenItIsFenced() throws Exception {
    startConnecting();
    store.commits =
        changes -> {
          throw new FencedException("somebody else owns the session");
        };
    engine.reconnect();
    assertThat(get(fenced)).hasMessage("somebody else owns the session");
    assertThatThrownBy(() -> get(engine.markRead(Jid.phoneNumber("4915112345678"), List.of())))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClientClosedException.class);
    assertThat(virtual.link().isClosed()).isTrue();
    get(engine.shutDown(Duration.ofSeconds(1)));
  }

  @Test
  void shutsDownAndRefusesWorkAfterwards() throws Exception {
    startConnecting();
    CompletableFuture<?> waiting =
        engine.awaitStatus("00000000-0000-7000-8000-000000000000", MessageStatus.SENT);
    get(engine.shutDown(Duration.ofSeconds(5)));
    assertThat(waiting).isCompletedExceptionally();
    assertThat(virtual.link().isClosed()).isTrue();
    assertThatThrownBy(() -> get(engine.logOut())).hasCauseInstanceOf(ClientClosedException.class);
    assertThat(fenced).isNotDone();
  }

  @Test
  void nobodyWaitsForAMessageThatIsNotTaken() throws Exception {
    startConnecting();
    SendRequest hello = Texts.to(Jid.phoneNumber("4915112345678"), "hello");
    Sending refused = engine.send(hello, MessageStatus.SENT);
    assertThat(get(refused.answer())).isInstanceOf(SendResult.Refused.class);
    assertThat(refused.reached()).isCancelled();
    get(engine.shutDown(Duration.ofSeconds(5)));
    Sending late = engine.send(hello, MessageStatus.SENT);
    assertThatThrownBy(() -> get(late.answer())).hasCauseInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> get(late.reached())).hasCauseInstanceOf(ClientClosedException.class);
  }

  @Test
  void shutsDownWhileTheStoreIsAway() throws Exception {
    startConnecting();
    store.reads =
        keys -> {
          throw new StoreUnavailableException("away");
        };
    get(engine.shutDown(Duration.ofSeconds(60)));
    assertThat(engine.snapshot().phase()).isNotEqualTo(Phase.FAILED);
  }

  /** Another process may own the session by then: the socket does not wait for the store. */
  @Test
  void closesItsSocketAtOnceThoughTheStoreHangs() throws Exception {
    startConnecting();
    CompletableFuture<Void> hanging = new CompletableFuture<>();
    CompletableFuture<Void> answer = new CompletableFuture<>();
    store.commits =
        changes -> {
          hanging.complete(null);
          answer.join();
        };
    engine.reconnect();
    get(hanging);
    CompletableFuture<Void> end = engine.shutDown(Duration.ZERO);
    assertThat(virtual.link().isClosed()).isTrue();
    assertThat(end).isNotDone();
    answer.complete(null);
    get(end);
  }

  @Test
  void outlivesAListenerThatFails() throws Exception {
    failing = true;
    startConnecting();
    engine.reconnect();
    get(engine.markRead(Jid.phoneNumber("4915112345678"), List.of()));
    assertThat(engine.snapshot().phase()).isEqualTo(Phase.STARTING);
    get(engine.shutDown(Duration.ofSeconds(1)));
  }

  @Test
  void endsWithoutHavingBegun() throws Exception {
    get(engine.shutDown(Duration.ZERO));
    engine.start();
    assertThat(engine.snapshot().phase()).isEqualTo(Phase.STARTING);
    assertThat(virtual.links).isEmpty();
  }

  @Test
  void saysThatThereIsNoSuchMessage() throws Exception {
    engine.start();
    assertThatThrownBy(() -> get(engine.awaitStatus("nothing", MessageStatus.SENT)))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    get(engine.shutDown(Duration.ofSeconds(1)));
  }
}
