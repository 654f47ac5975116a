package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.pairing.PairingException;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.model.MessageStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the service asks of a client by itself, and how the client answers. */
@Tag("slow")
class SimulatorDemandsTest {
  private static final String NEWER = "2.3000.1045649368";

  private static String qr(SessionSnapshot shown) {
    return shown.qr().orElseThrow().text();
  }

  @Test
  void aUsedUpSecretIsShownAnewWithTheSameRef() throws IOException {
    try (LiveConversation talk = LiveConversation.unpaired()) {
      talk.live.client.start();
      String old = qr(talk.live.await(shown -> shown.qr().isPresent()));
      talk.simulator.demands().refreshRegistration(talk.connection());
      String renewed = qr(talk.live.await(s -> s.qr().isPresent() && !qr(s).equals(old)));
      String[] before = old.split(",", -1);
      String[] after = renewed.split(",", -1);
      assertThat(after).hasSize(5);
      assertThat(after[0]).as("ref").isEqualTo(before[0]);
      assertThat(after[3]).as("secret").isNotEqualTo(before[3]);

      talk.simulator.scan(LiveConversation.NUMBER, renewed);
      talk.live.awaitPhase(Phase.CONNECTED);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void aCodeWithAUsedUpSecretDoesNotLink() throws IOException {
    try (LiveConversation talk = LiveConversation.unpaired()) {
      talk.live.client.start();
      String old = qr(talk.live.await(shown -> shown.qr().isPresent()));
      talk.simulator.demands().refreshRegistration(talk.connection());
      talk.live.await(s -> s.qr().isPresent() && !qr(s).equals(old));
      assertThatThrownBy(() -> talk.simulator.scan(LiveConversation.NUMBER, old))
          .isInstanceOf(PairingException.class);
      SessionSnapshot again =
          talk.live.await(
              s -> s.reason().equals(Optional.of("pairing-refused")) && s.qr().isPresent());
      talk.simulator.scan(LiveConversation.NUMBER, qr(again));
      talk.live.awaitPhase(Phase.CONNECTED);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void theNewerVersionIsFetchedBeforeThisOneExpires() throws IOException {
    try (LiveConversation talk =
        new LiveConversation(
            Settings.defaults(), Addressing.ANY, Addressing.ANY, Optional.of(NEWER))) {
      talk.pair();
      Instant soon = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      talk.simulator.demands().expire(talk.connection(), soon);
      talk.live.await(shown -> shown.clientVersion().equals(NEWER));
      assertThat(AccountKey.read(talk.store).clientVersion()).contains(NEWER);
      // The present connection goes on; the next process begins with the newer version.
      assertThat(talk.live.client.snapshot().phase()).isEqualTo(Phase.CONNECTED);
      talk.restart().client.start();
      talk.live.await(s -> s.phase() == Phase.CONNECTED && s.clientVersion().equals(NEWER));
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void anExpiryWithoutANewerVersionIsRemembered() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      Instant soon = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      talk.simulator.demands().expire(talk.connection(), soon);
      talk.simulator.demands().expire(talk.connection(), soon.plus(1, ChronoUnit.DAYS));
      talk.receive("behind it", true);
      assertThat(AccountKey.read(talk.store).clientExpiresAt()).contains(soon);
      assertThat(talk.live.client.snapshot().phase()).isEqualTo(Phase.CONNECTED);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void moreKeysAreOfferedWhenFewAreLeft() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      Device device = talk.connection().device().orElseThrow();
      int before = newestKey(talk, device);
      talk.simulator.demands().preKeysLow(device, 3);
      await().until(() -> newestKey(talk, device), newest -> newest == before + 50);
      talk.receive("the notice is acknowledged", true);
      assertThat(talk.simulator.world().locked(() -> device.mailbox().pending().stream().toList()))
          .noneMatch(waiting -> waiting.getValue().attribute("type").equals("encrypt"));
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  private static int newestKey(LiveConversation talk, Device device) {
    return talk.simulator
        .world()
        .locked(() -> device.keys().availableIds().stream().mapToInt(id -> id).max().orElseThrow());
  }

  @Test
  void aDemandedPasskeyIsShownAndStopsTheCodes() throws IOException {
    try (LiveConversation talk = LiveConversation.unpaired()) {
      talk.simulator
          .world()
          .locking(
              () -> talk.simulator.phone(LiveConversation.NUMBER).account().requirePasskey(true));
      talk.live.client.start();
      String code = qr(talk.live.await(shown -> shown.qr().isPresent()));
      assertThatThrownBy(() -> talk.simulator.scan(LiveConversation.NUMBER, code))
          .isInstanceOf(PairingException.class)
          .hasMessageContaining("passkey");
      SessionSnapshot demanded = talk.live.awaitPhase(Phase.AWAITING_PASSKEY);
      assertThat(demanded.reason()).contains("passkey-required");
      assertThat(demanded.qr()).isEmpty();
      // The exchange would need this connection.
      assertThat(talk.connection().state()).isEqualTo("unlinked");

      talk.simulator
          .world()
          .locking(
              () -> talk.simulator.phone(LiveConversation.NUMBER).account().requirePasskey(false));
      talk.live.client.reconnect();
      SessionSnapshot anew = talk.live.await(shown -> shown.qr().isPresent());
      talk.simulator.scan(LiveConversation.NUMBER, qr(anew));
      talk.live.awaitPhase(Phase.CONNECTED);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void aHostedCompanionTalksAsAnyOther() throws IOException {
    try (LiveConversation talk =
        new LiveConversation(
            Settings.defaults().withHostedDevices(true),
            Addressing.ANY,
            Addressing.ANY,
            Optional.empty())) {
      talk.pair();
      talk.await(talk.send("from a hosted device"), MessageStatus.DELIVERED);
      talk.receive("to a hosted device", true);
      assertThat(talk.arrived()).containsExactly("from a hosted device");
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }
}
