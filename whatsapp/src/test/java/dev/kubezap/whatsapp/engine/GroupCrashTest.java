package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The client dies at one commit after another of sending to a group, before it is stored and after
 * it is stored but before anything is performed, each time with another key to hand out. In the end
 * every member has read every message once.
 */
class GroupCrashTest {
  private static final String NUMBER = "+4915112345678";
  private static final String BOB = "+4915187654321";
  private static final String EVE = "+4915111111111";
  private static final int DEATHS = 16;

  private final FaultyStore store = new FaultyStore();
  private final MemoryIdentityStore identities = new MemoryIdentityStore();
  private final List<String> accepted = new ArrayList<>();
  private int in;

  private static SendRequest text(Jid group, String text) {
    return Texts.to(group, text);
  }

  @Test
  void everyMemberReadsEverythingOnce() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorConfig.defaults())) {
      simulator.addAccount(NUMBER, "Ada", false, Addressing.ANY);
      simulator.addAccount(BOB, "Bob", false, Addressing.ANY);
      simulator.addAccount(EVE, "Eve", false, Addressing.ANY);
      try (LiveClient first = LiveClient.of(simulator, store, identities)) {
        first.pair(simulator, NUMBER);
      }
      List<Jid> groups = new ArrayList<>();
      for (int death = 1; death <= DEATHS; death++) {
        Jid group = Jid.of(simulator.groups().create(BOB, "Group " + death, NUMBER, EVE));
        groups.add(group);
        dieAt((death + 1) / 2, death % 2 == 0, simulator, group, "out " + death);
      }
      store.commits = changes -> {};
      try (LiveClient last = LiveClient.of(simulator, store, identities)) {
        last.client.start();
        last.awaitPhase(Phase.CONNECTED);
        for (Jid group : groups) {
          String text = "the end of " + group.user();
          SendResult.Accepted end =
              (SendResult.Accepted) last.client.send(text(group, text)).get(20, TimeUnit.SECONDS);
          last.client
              .awaitStatus(end.message().id(), MessageStatus.DELIVERED)
              .get(20, TimeUnit.SECONDS);
          accepted.add(text);
        }
        last.awaitUntil(() -> store.memory.prepared().isEmpty());
      }
      for (String number : List.of(BOB, EVE)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(read(simulator, number))
                        .doesNotHaveDuplicates()
                        .containsAll(accepted));
      }
      assertThat(simulator.messages(EVE))
          .filteredOn(message -> message.direction() == PhoneMessage.Direction.IN)
          .allMatch(message -> message.timesDelivered() == 1);
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  private static List<String> read(Simulator simulator, String number) {
    return simulator.messages(number).stream()
        .map(PhoneMessage::text)
        .filter(text -> text.startsWith("out ") || text.startsWith("the end"))
        .toList();
  }

  /** Runs the client until its commit of that number, with messages that come in meanwhile. */
  private void dieAt(int commit, boolean stored, Simulator simulator, Jid group, String out)
      throws Exception {
    AtomicInteger left = new AtomicInteger(commit);
    store.commits =
        changes -> {
          if (left.getAndDecrement() <= 1) {
            if (stored && left.get() == 0) {
              store.memory.commit(changes);
            }
            throw new FencedException("killed here");
          }
        };
    try (LiveClient live = LiveClient.of(simulator, store, identities)) {
      live.client.start();
      CompletableFuture<SendResult> sending = live.client.send(text(group, out));
      // As many messages as it takes to reach the commit.
      while (!live.isFenced()) {
        in++;
        simulator.send(BOB, NUMBER, "in " + in, false);
        live.awaitUntil(() -> live.isFenced() || CrashTest.received(store.memory).size() >= in);
      }
      if (!sending.isCompletedExceptionally()
          && sending.get(5, TimeUnit.SECONDS) instanceof SendResult.Accepted) {
        accepted.add(out);
      }
    }
  }
}
