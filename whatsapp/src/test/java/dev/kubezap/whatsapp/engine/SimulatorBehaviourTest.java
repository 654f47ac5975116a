package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session does of its own accord, changed while it runs, as phones see it. */
class SimulatorBehaviourTest {
  private static final Jid OTHER = Jid.phoneNumber(LiveConversation.OTHER.substring(1));

  private LiveConversation talk;

  @BeforeEach
  void connect() throws Exception {
    talk = LiveConversation.connected();
    // Past what had waited at the server, so that everything is done at once.
    talk.await(talk.send("hello"), MessageStatus.DELIVERED);
  }

  @AfterEach
  void close() {
    talk.close();
  }

  private void behave(
      boolean online, boolean receipts, boolean rejects, Set<Behaviour.Ignored> ignored) {
    talk.live.client.behave(
        new Behaviour(online, receipts, false, rejects, ignored, Behaviour.Pace.UNLIMITED));
  }

  private long events(String type) {
    return talk.store.events().stream().filter(e -> e.event().type().equals(type)).count();
  }

  @Test
  void showsItselfAsUnavailableAndAsAvailableAgain() {
    await().until(() -> talk.simulator.people().companionIsAvailable(LiveConversation.NUMBER));
    behave(false, true, false, Set.of());
    await().until(() -> !talk.simulator.people().companionIsAvailable(LiveConversation.NUMBER));
    behave(true, true, false, Set.of());
    await().until(() -> talk.simulator.people().companionIsAvailable(LiveConversation.NUMBER));
    assertThat(talk.simulator.violations().list()).isEmpty();
  }

  @Test
  void readsWithoutTellingTheSender() throws Exception {
    behave(true, false, false, Set.of());
    talk.receive("secret", false);
    StoredMessage secret = stored("secret");
    talk.live.client.markRead(OTHER, List.of(secret.id())).get(20, TimeUnit.SECONDS);
    // The server has it when it has acknowledged it.
    await().until(() -> talk.store.records("read-receipt").isEmpty());

    behave(true, true, false, Set.of());
    talk.receive("open", false);
    talk.live.client.markRead(OTHER, List.of(stored("open").id())).get(20, TimeUnit.SECONDS);
    await().until(() -> readByUs().contains("open"));
    assertThat(readByUs()).doesNotContain("secret");
    assertThat(stored("secret").status()).isEqualTo(MessageStatus.READ);
    assertThat(talk.simulator.violations().list()).isEmpty();
  }

  /** What the sender was told that we read it. */
  private List<String> readByUs() {
    return talk.simulator.messages(LiveConversation.OTHER).stream()
        .filter(message -> message.direction() == PhoneMessage.Direction.OUT)
        .filter(
            message ->
                talk
                    .simulator
                    .server()
                    .accepted()
                    .find(OTHER.user(), message.id())
                    .orElseThrow()
                    .deliveries()
                    .stream()
                    .anyMatch(delivery -> delivery.receipts().contains("read")))
        .map(PhoneMessage::text)
        .toList();
  }

  private StoredMessage stored(String text) {
    return talk.store.messages().stream()
        .filter(message -> message.encoded().toStringUtf8().contains(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesCalls() {
    behave(true, true, true, Set.of());
    String call =
        talk.simulator.people().call(LiveConversation.OTHER, LiveConversation.NUMBER, false, false);
    talk.live.awaitUntil(() -> events("call.rejected") == 1);
    await().until(() -> talk.simulator.people().isRejected(call));
    assertThat(talk.simulator.violations().list()).isEmpty();
  }

  @Test
  void ignoresGroupsAndNothingElse() {
    behave(true, true, false, Set.of(Behaviour.Ignored.GROUPS));
    String group =
        talk.simulator.groups().create(LiveConversation.OTHER, "Crew", LiveConversation.NUMBER);
    talk.simulator.sendToGroup(LiveConversation.OTHER, group, "noise");
    talk.receive("signal", false);
    assertThat(
            talk.store.events().stream()
                .filter(e -> e.event() instanceof MessageEvent.Received)
                .filter(e -> e.event().subject().filter(Jid::isGroup).isPresent()))
        .isEmpty();
    assertThat(talk.store.messages())
        .noneMatch(message -> message.chat().isGroup() && message.type().equals("text"));

    behave(true, true, false, Set.of());
    talk.simulator.sendToGroup(LiveConversation.OTHER, group, "words");
    talk.live.awaitUntil(
        () ->
            talk.store.messages().stream()
                .anyMatch(
                    message ->
                        message.chat().isGroup()
                            && message.encoded().toStringUtf8().contains("words")));
    assertThat(talk.simulator.violations().list()).isEmpty();
  }
}
