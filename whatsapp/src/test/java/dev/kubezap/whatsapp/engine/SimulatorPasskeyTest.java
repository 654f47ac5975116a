package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.simulator.pairing.PairingException;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.pairing.CancelPasskey;
import dev.kubezap.whatsapp.pairing.ConfirmPasskey;
import dev.kubezap.whatsapp.pairing.ProvePasskey;
import dev.kubezap.whatsapp.pairing.ReadPasskey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account that demands a passkey is linked once somebody's browser has signed for it. */
class SimulatorPasskeyTest {
  private LiveConversation talk;

  @BeforeEach
  void demand() throws Exception {
    talk = LiveConversation.unpaired();
    talk.simulator
        .world()
        .locking(
            () -> talk.simulator.phone(LiveConversation.NUMBER).account().requirePasskey(true));
    talk.live.client.start();
    scan();
  }

  @AfterEach
  void close() {
    talk.close();
  }

  private void scan() {
    String code = talk.live.await(shown -> shown.qr().isPresent()).qr().orElseThrow().text();
    assertThatThrownBy(() -> talk.simulator.scan(LiveConversation.NUMBER, code))
        .isInstanceOf(PairingException.class);
    talk.live.awaitPhase(Phase.AWAITING_PASSKEY);
  }

  private <A> ServiceAnswer<A> ask(ServiceRequest<A> request) throws Exception {
    return talk.live.client.request(request).get(20, TimeUnit.SECONDS);
  }

  private ReadPasskey.Standing standing() throws Exception {
    return ((ServiceAnswer.Given<ReadPasskey.Standing>) ask(new ReadPasskey.Wanted())).value();
  }

  private ServiceAnswer<Done> prove(JsonNode credential) throws Exception {
    return ask(
        new ProvePasskey.With(
            ByteString.copyFrom(Base64.getUrlDecoder().decode(credential.path("rawId").asText())),
            credential.toString()));
  }

  private JsonNode signed() throws Exception {
    return talk.simulator.signWithPasskey(LiveConversation.NUMBER, standing().options());
  }

  @Test
  void theProofLinksTheDevice() throws Exception {
    ReadPasskey.Standing standing = standing();
    assertThat(standing.waiting()).isEqualTo(ReadPasskey.Waiting.ASSERTION);
    assertThat(standing.code()).isEmpty();
    assertThat(Duration.between(Instant.now(), standing.expiresAt().orElseThrow()))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    assertThat(prove(signed())).isEqualTo(new ServiceAnswer.Given<>(new Done()));
    talk.live.awaitPhase(Phase.CONNECTED);
    assertThat(standing().waiting()).isEqualTo(ReadPasskey.Waiting.NOTHING);
    talk.receive("linked by passkey", true);
    assertThat(talk.simulator.violations().list()).isEmpty();
  }

  @Test
  void whatTheServiceRefusesMayBeTriedAgain() throws Exception {
    JsonNode ofAnotherChallenge =
        talk.simulator.signWithPasskey(
            LiveConversation.NUMBER, "{\"challenge\":\"AAAA\",\"rpId\":\"whatsapp.com\"}");
    assertThat(prove(ofAnotherChallenge))
        .isEqualTo(new ServiceAnswer.Refused<Done>(403, Duration.ZERO));
    assertThat(prove(signed())).isEqualTo(new ServiceAnswer.Given<>(new Done()));
    talk.live.awaitPhase(Phase.CONNECTED);
  }

  @Test
  void anotherCodeIsShownWhenNobodyWantsToProve() throws Exception {
    assertThat(ask(new ConfirmPasskey.Compared())).isInstanceOf(ServiceAnswer.Impossible.class);
    assertThat(ask(new CancelPasskey.Wanted())).isEqualTo(new ServiceAnswer.Given<>(new Done()));
    talk.live.awaitPhase(Phase.AWAITING_PAIRING);
    assertThat(standing().waiting()).isEqualTo(ReadPasskey.Waiting.NOTHING);
    assertThat(
            prove(
                talk.simulator.signWithPasskey(
                    LiveConversation.NUMBER, "{\"challenge\":\"AAAA\",\"rpId\":\"whatsapp.com\"}")))
        .isInstanceOf(ServiceAnswer.Impossible.class);
    scan();
    assertThat(prove(signed())).isEqualTo(new ServiceAnswer.Given<>(new Done()));
    talk.live.awaitPhase(Phase.CONNECTED);
    assertThat(talk.simulator.violations().list()).isEmpty();
  }
}
