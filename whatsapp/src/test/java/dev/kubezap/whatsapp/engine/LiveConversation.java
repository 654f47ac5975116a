package dev.kubezap.whatsapp.engine;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that is linked to one phone of a simulator and talks with another phone. */
final class LiveConversation implements AutoCloseable {
  static final String NUMBER = "+4915112345678";
  static final String OTHER = "+4915187654321";

  final Simulator simulator;
  final MemoryStore store = new MemoryStore();
  final MemoryIdentityStore identities = new MemoryIdentityStore();
  private final Optional<String> fetchedVersion;
  LiveClient live;

  LiveConversation(
      Settings settings, Addressing own, Addressing other, Optional<String> fetchedVersion)
      throws IOException {
    this.fetchedVersion = fetchedVersion;
    simulator = Simulator.start(SimulatorConfig.defaults().with(settings));
    simulator.addAccount(NUMBER, "Ada", false, own);
    simulator.addAccount(OTHER, "Bob", false, other);
    live = client();
  }

  /** A client that is not paired yet. */
  static LiveConversation unpaired() throws IOException {
    return new LiveConversation(
        Settings.defaults(), Addressing.ANY, Addressing.ANY, Optional.empty());
  }

  /** A connected client. */
  static LiveConversation connected() throws IOException {
    return unpaired().pair();
  }

  LiveConversation pair() {
    live.pair(simulator, NUMBER);
    return this;
  }

  private LiveClient client() {
    return new LiveClient(simulator, store, identities, Optional.empty(), fetchedVersion);
  }

  /** The next process of the session, not started; the present one ends without waiting. */
  LiveClient restart() {
    live.client.shutDown(Duration.ZERO).orTimeout(5, TimeUnit.SECONDS).join();
    live = client();
    return live;
  }

  /** The newest connection at the server. */
  Connection connection() {
    return simulator.connections().getLast();
  }

  static SendRequest text(String text) {
    return Texts.to(Jid.phoneNumber(OTHER.substring(1)), text);
  }

  /** Has a text accepted. */
  StoredMessage send(String text) {
    return ((SendResult.Accepted) get(live.client.send(text(text)))).message();
  }

  /** Waits until a message got that far, or failed. */
  StoredMessage await(StoredMessage message, MessageStatus status) {
    return get(live.client.awaitStatus(message.id(), status));
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** What the other phone got, in its order. */
  List<String> arrived() {
    return simulator.messages(OTHER).stream()
        .filter(message -> message.direction() == PhoneMessage.Direction.IN)
        .map(PhoneMessage::text)
        .toList();
  }

  /** The other phone writes, and the client has it stored. */
  void receive(String text, boolean lidForm) {
    simulator.send(OTHER, NUMBER, text, lidForm);
    live.awaitUntil(() -> CrashTest.received(store).contains(text));
  }

  @Override
  public void close() {
    live.close();
    simulator.close();
  }
}
