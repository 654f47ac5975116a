package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.presence.PresenceDesk.Typing;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.contact.CheckNumbers;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.presence.ReadPresence;
import dev.kubezap.whatsapp.presence.ShowPresence;
import dev.kubezap.whatsapp.presence.ShowTyping;
import dev.kubezap.whatsapp.presence.WatchPresence;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How this account shows itself and sees others, against a server that tells who is there. */
class SimulatorPresenceTest {
  private static final String OURS = "+4915112345678";
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final ServiceAnswer<Done> DONE = new ServiceAnswer.Given<>(new Done());

  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private LiveClient live;

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false);
    simulator.addAccount("+" + BOB.user(), "Bob", false);
    live = LiveClient.of(simulator, store, new MemoryIdentityStore()).pair(simulator, OURS);
    live.awaitUntil(
        () -> store.events().stream().anyMatch(e -> e.event().type().equals("session.connected")));
    await().until(() -> simulator.people().companionIsAvailable(OURS));
  }

  @AfterEach
  void close() {
    live.close();
    simulator.close();
  }

  private <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws Exception {
    return live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  private List<Presence.State> told() {
    return store.events().stream()
        .filter(event -> event.event() instanceof AccountEvent.PresenceUpdated)
        .map(event -> ((AccountEvent.PresenceUpdated) event.event()).presence().state())
        .toList();
  }

  @Test
  @Conformance(value = Capability.AVAILABLE, in = Direction.OURS_TO_PHONE)
  void staysUnavailableWhenItIsWantedSo() throws Exception {
    assertThat(ask(new ShowPresence.As(false))).isEqualTo(DONE);
    await().until(() -> !simulator.people().companionIsAvailable(OURS));

    int before = phases();
    simulator.connections().forEach(Connection::abort);
    live.awaitUntil(() -> phases() > before);
    assertThat(ask(new ShowTyping.In(BOB, ShowTyping.State.COMPOSING))).isEqualTo(DONE);
    await().until(() -> simulator.people().typed().size() == 1);
    assertThat(simulator.people().companionIsAvailable(OURS)).isFalse();

    assertThat(ask(new ShowPresence.As(true))).isEqualTo(DONE);
    await().until(() -> simulator.people().companionIsAvailable(OURS));
    assertThat(simulator.violations().list()).isEmpty();
  }

  private int phases() {
    return (int)
        store.events().stream()
            .filter(event -> event.event().type().equals("session.connected"))
            .count();
  }

  @Test
  @Conformance(value = Capability.TYPING, in = Direction.OURS_TO_PHONE)
  void showsThatItTypes() throws Exception {
    // With the LID known, the chat is named by it.
    var _ = ask(new CheckNumbers.Of(List.of(BOB.user())));
    for (ShowTyping.State state : ShowTyping.State.values()) {
      assertThat(ask(new ShowTyping.In(BOB, state))).isEqualTo(DONE);
    }

    await().until(() -> simulator.people().typed().size() == 3);
    assertThat(simulator.people().typed())
        .containsExactly(
            new Typing("4915112345678", BOB.user(), "composing"),
            new Typing("4915112345678", BOB.user(), "recording"),
            new Typing("4915112345678", BOB.user(), "paused"));
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(
      value = {Capability.AVAILABLE, Capability.TYPING},
      in = Direction.PHONE_TO_OURS)
  void tellsOfThoseWhoAreWatchedAlone() throws Exception {
    var _ = ask(new CheckNumbers.Of(List.of(BOB.user())));
    simulator.people().type(BOB.user(), OURS, "composing", false);
    // Its answer comes behind what was typed, which must not come when the watch has begun.
    var _ = ask(new CheckNumbers.Of(List.of("4915199999999")));
    assertThat(ask(new ReadPresence.Of(BOB))).isInstanceOf(ServiceAnswer.Impossible.class);

    assertThat(ask(new WatchPresence.Of(BOB, true))).isEqualTo(DONE);
    live.awaitUntil(() -> told().equals(List.of(Presence.State.UNAVAILABLE)));
    simulator.people().show(BOB.user(), true);
    simulator.people().type(BOB.user(), OURS, "composing", true);
    simulator.people().type(BOB.user(), OURS, "composing", true);
    simulator.people().type(BOB.user(), OURS, "recording", false);
    simulator.people().type(BOB.user(), OURS, "paused", false);
    live.awaitUntil(() -> told().contains(Presence.State.PAUSED));
    simulator.people().show(BOB.user(), false);
    live.awaitUntil(() -> told().getLast() == Presence.State.UNAVAILABLE);

    ReadPresence.Known known =
        ((ServiceAnswer.Given<ReadPresence.Known>) ask(new ReadPresence.Of(BOB))).value();
    assertThat(known.id()).isEqualTo(BOB);
    assertThat(known.last().orElseThrow().state()).isEqualTo(Presence.State.UNAVAILABLE);
    assertThat(known.last().orElseThrow().lastSeen()).isPresent();

    assertThat(ask(new WatchPresence.Of(BOB, false))).isEqualTo(DONE);
    assertThat(ask(new ReadPresence.Of(BOB))).isInstanceOf(ServiceAnswer.Impossible.class);
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void watchesAgainAfterANewConnection() throws Exception {
    assertThat(ask(new WatchPresence.Of(BOB, true))).isEqualTo(DONE);
    await().until(() -> simulator.people().watchers(BOB.user()) == 1);
    int before = phases();
    simulator.connections().forEach(Connection::abort);
    live.awaitUntil(() -> phases() > before);

    await().until(() -> simulator.people().watchers(BOB.user()) == 1);
    simulator.people().show(BOB.user(), true);
    live.awaitUntil(() -> told().contains(Presence.State.AVAILABLE));
  }
}
