package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client and an unmodified Baileys, each a device of another account, read each other; needs
 * Node.js 20 and npm.
 */
@Tag("slow")
class BaileysTalkTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final int TURNS = 10;

  @TempDir Path folder;

  @Test
  @Conformance(
      value = Capability.TEXT,
      in = {Direction.OURS_TO_BAILEYS, Direction.BAILEYS_TO_OURS})
  @Conformance(value = Capability.DELIVERED, in = Direction.BAILEYS_TO_OURS)
  void bothReadEachOther() throws Exception {
    MemoryStore store = new MemoryStore();
    try (Simulator simulator = Simulator.start(SimulatorConfig.defaults())) {
      simulator.addAccount(OURS, "Ada", false, Addressing.ANY);
      simulator.addAccount(THEIRS, "Bob", false, Addressing.ANY);
      try (BaileysPeer peer =
              BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
          LiveClient live =
              LiveClient.of(simulator, store, new MemoryIdentityStore()).pair(simulator, OURS)) {
        peer.connect();
        simulator.scan(THEIRS, peer.awaitQr());
        peer.awaitOpen();
        for (int i = 0; i < TURNS; i++) {
          send(live, "to Baileys " + i);
          peer.awaitText("to Baileys " + i);
          peer.send(OURS.substring(1) + "@s.whatsapp.net", "from Baileys " + i);
          awaitText(store, "from Baileys " + i);
        }
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    store.messages().stream()
                        .filter(StoredMessage::fromMe)
                        .allMatch(m -> m.status() == MessageStatus.DELIVERED));
        assertThat(store.messages()).hasSize(2 * TURNS);
        assertThat(simulator.violations().list()).isEmpty();
      }
    }
  }

  private static void send(LiveClient live, String text) throws Exception {
    SendResult result =
        live.client
            .send(Texts.to(Jid.phoneNumber(THEIRS.substring(1)), text))
            .get(20, TimeUnit.SECONDS);
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
  }

  private static void awaitText(MemoryStore store, String text) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                store.messages().stream()
                    .anyMatch(
                        m ->
                            m.content() instanceof TextContent(String said, var _, var _)
                                && said.equals(text)));
  }
}
