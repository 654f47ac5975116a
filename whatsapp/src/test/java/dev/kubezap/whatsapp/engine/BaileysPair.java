package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The client, linked to Ada's account, and one Baileys process, linked to Bob's, for all tests of a
 * class: starting it takes longer than a test.
 */
final class BaileysPair implements AutoCloseable {
  static final Jid ADA = Jid.phoneNumber("4915112345678");
  static final Jid BOB = Jid.phoneNumber("4915187654321");
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final MemoryStore store = new MemoryStore();
  final Simulator simulator;
  final BaileysPeer peer;
  final LiveClient live;
  final Jid adaLid;

  BaileysPair(Path folder) throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    adaLid = Jid.lid(simulator.addAccount("+" + ADA.user(), "Ada", false, Addressing.ANY).lid());
    simulator.addAccount("+" + BOB.user(), "Bob", false, Addressing.ANY);
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
    live =
        LiveClient.of(simulator, store, new MemoryIdentityStore())
            .pair(simulator, "+" + ADA.user());
    peer.connect();
    simulator.scan("+" + BOB.user(), peer.awaitQr());
    peer.awaitOpen();
    await().atMost(PATIENCE).until(() -> simulator.people().companionIsAvailable(ADA.user()));
  }

  /** Calls one of Baileys' methods about people with its arguments, as a JSON list. */
  JsonNode baileys(String method, String arguments) throws IOException {
    return peer.command("people", Map.of("method", method, "arguments", arguments)).path("result");
  }

  <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws Exception {
    return live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  <A> A given(ServiceRequest<A> request) throws Exception {
    ServiceAnswer<A> answer = ask(request);
    assertThat(answer).isInstanceOf(ServiceAnswer.Given.class);
    return ((ServiceAnswer.Given<A>) answer).value();
  }

  StoredMessage sent(Composable content) throws Exception {
    SendResult result =
        live.client
            .send(new SendRequest(BOB, content, Map.of(), Optional.empty()))
            .get(20, TimeUnit.SECONDS);
    return ((SendResult.Accepted) result).message();
  }

  /** A message of Baileys or of Bob's phone, once it is stored and can be read. */
  StoredMessage received(String stanzaId) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                store.messages().stream()
                    .filter(message -> message.stanzaId().equals(stanzaId))
                    .filter(message -> message.status() != MessageStatus.UNDECRYPTED)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The next event of a name of Baileys about a stanza id. */
  JsonNode told(String event, String stanzaId) {
    return peer.await(
        told -> BaileysPeer.event(event).test(told) && told.path("id").asText().equals(stanzaId));
  }

  /** What this client told so far, of a type. */
  <E extends SessionEvent> List<E> events(Class<E> type) {
    return store.events().stream()
        .map(event -> event.event())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  <E extends SessionEvent> void awaitEvent(Class<E> type, Predicate<E> condition) {
    live.awaitUntil(() -> events(type).stream().anyMatch(condition));
  }

  @Override
  public void close() {
    live.close();
    peer.close();
    simulator.close();
  }
}
