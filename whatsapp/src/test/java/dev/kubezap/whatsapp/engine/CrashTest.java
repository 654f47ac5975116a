package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The client dies at one commit after another, before it is stored and after it is stored but
 * before anything is performed. In the end every message went through once, in both directions.
 */
class CrashTest {
  private static final String NUMBER = "+4915112345678";
  private static final String OTHER = "+4915187654321";
  private static final int DEATHS = 24;

  private final FaultyStore store = new FaultyStore();
  private final MemoryIdentityStore identities = new MemoryIdentityStore();
  private final List<String> accepted = new ArrayList<>();
  private final List<String> toUs = new ArrayList<>();

  /** The texts that the outbox says were received, in its order. */
  static List<String> received(MemoryStore store) {
    return store.events().stream()
        .filter(append -> append.event() instanceof MessageEvent.Received)
        .map(append -> ((MessageEvent.Received) append.event()).message().content())
        .map(content -> content instanceof TextContent text ? text.text() : "?")
        .toList();
  }

  private static SendRequest text(String text) {
    return Texts.to(Jid.phoneNumber(OTHER.substring(1)), text);
  }

  @Test
  void losesAndDoublesNothing() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorConfig.defaults())) {
      simulator.addAccount(NUMBER, "Ada", false, Addressing.ANY);
      simulator.addAccount(OTHER, "Bob", false, Addressing.ANY);
      try (LiveClient first = LiveClient.of(simulator, store, identities)) {
        first.pair(simulator, NUMBER);
      }
      for (int death = 1; death <= DEATHS; death++) {
        dieAt((death + 1) / 2, death % 2 == 0, simulator, death);
      }
      store.commits = changes -> {};
      try (LiveClient last = LiveClient.of(simulator, store, identities)) {
        last.client.start();
        last.awaitPhase(Phase.CONNECTED);
        SendResult.Accepted end =
            (SendResult.Accepted) last.client.send(text("the end")).get(20, TimeUnit.SECONDS);
        // Not only sent: the server acknowledges before the phone has read it.
        last.client
            .awaitStatus(end.message().id(), MessageStatus.DELIVERED)
            .get(20, TimeUnit.SECONDS);
        accepted.add("the end");
        last.awaitUntil(() -> received(store.memory).size() >= toUs.size());
      }
      assertThat(received(store.memory)).isEqualTo(toUs);
      List<String> arrived =
          simulator.messages(OTHER).stream()
              .filter(
                  message -> message.text().startsWith("out ") || message.text().equals("the end"))
              .map(PhoneMessage::text)
              .toList();
      assertThat(arrived).doesNotHaveDuplicates().containsAll(accepted);
      assertThat(store.memory.prepared()).isEmpty();
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  /** Runs the client until its commit of that number, with messages both ways meanwhile. */
  private void dieAt(int commit, boolean stored, Simulator simulator, int round) throws Exception {
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
      String out = "out " + round;
      CompletableFuture<SendResult> sending = live.client.send(text(out));
      // As many messages as it takes to reach the commit.
      while (!live.isFenced()) {
        toUs.add("in " + toUs.size());
        simulator.send(OTHER, NUMBER, toUs.getLast(), false);
        live.awaitUntil(() -> live.isFenced() || received(store.memory).size() == toUs.size());
      }
      if (!sending.isCompletedExceptionally()
          && sending.get(5, TimeUnit.SECONDS) instanceof SendResult.Accepted) {
        accepted.add(out);
      }
    }
  }
}
