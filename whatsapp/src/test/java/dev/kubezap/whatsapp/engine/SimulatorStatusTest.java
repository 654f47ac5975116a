package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.LiveConversation.NUMBER;
import static dev.kubezap.whatsapp.engine.LiveConversation.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What this account puts into the status feed, and who can read it. */
class SimulatorStatusTest {
  private static final String EVE = "+4915111111111";

  private LiveConversation talk;
  private Simulator simulator;

  @BeforeEach
  void link() throws Exception {
    talk = LiveConversation.connected();
    simulator = talk.simulator;
    simulator.addAccount(EVE, "Eve", false);
  }

  @AfterEach
  void close() {
    assertThat(simulator.violations().list()).isEmpty();
    talk.close();
  }

  private SendResult put(String text, String... numbers) throws Exception {
    List<Jid> audience =
        Arrays.stream(numbers).map(number -> Jid.phoneNumber(number.substring(1))).toList();
    return talk.live
        .client
        .send(
            new SendRequest(
                Jid.STATUS,
                TextContent.of(text),
                Map.of(),
                Optional.empty(),
                SendPlan.AT_ONCE,
                audience))
        .get(20, TimeUnit.SECONDS);
  }

  private StoredMessage shown(String text, MessageStatus status, String... numbers)
      throws Exception {
    return talk.await(((SendResult.Accepted) put(text, numbers)).message(), status);
  }

  private List<String> read(String number) {
    return simulator.messages(number).stream()
        .filter(message -> message.peer().equals("status@broadcast"))
        .map(PhoneMessage::text)
        .toList();
  }

  private void awaitRead(String number, String... texts) {
    await().untilAsserted(() -> assertThat(read(number)).containsExactly(texts));
  }

  @Test
  @Conformance(value = Capability.STATUS, in = Direction.OURS_TO_PHONE)
  void isReadByWhomItNamesAlone() throws Exception {
    StoredMessage first = shown("open", MessageStatus.DELIVERED, OTHER, EVE);
    assertThat(first.chat()).isEqualTo(Jid.STATUS);
    awaitRead(OTHER, "open");
    awaitRead(EVE, "open");
    awaitRead(NUMBER, "open");
    GroupKeys before = talk.store.read(new GroupKeysKey(Jid.STATUS)).orElseThrow();
    shown("again", MessageStatus.DELIVERED, OTHER, EVE);
    GroupKeys same = talk.store.read(new GroupKeysKey(Jid.STATUS)).orElseThrow();
    assertThat(same.key().id()).isEqualTo(before.key().id());
    // Who had the key and sees the next one no more must not be able to read it.
    shown("closed", MessageStatus.DELIVERED, OTHER);
    GroupKeys after = talk.store.read(new GroupKeysKey(Jid.STATUS)).orElseThrow();
    assertThat(after.key().id()).isNotEqualTo(before.key().id());
    awaitRead(OTHER, "open", "again", "closed");
    awaitRead(EVE, "open", "again");
  }

  @Test
  void isKnownToBeSeen() throws Exception {
    StoredMessage put = shown("look", MessageStatus.DELIVERED, OTHER);
    awaitRead(OTHER, "look");
    simulator.read(OTHER, Jid.STATUS.toString(), put.stanzaId());
    assertThat(talk.await(put, MessageStatus.READ).status()).isEqualTo(MessageStatus.READ);
  }

  @Test
  void isTakenBackFromThoseWhoSawIt() throws Exception {
    StoredMessage put = shown("oops", MessageStatus.DELIVERED, OTHER);
    ChangeResult accepted =
        talk.live
            .client
            .change(new ChangeRequest(put.id(), new ChangeRequest.Delete()))
            .answer()
            .get(20, TimeUnit.SECONDS);
    assertThat(accepted).isInstanceOf(ChangeResult.Accepted.class);
    talk.live.awaitUntil(
        () ->
            talk.store
                .read(new AdditionsKey(put.id()))
                .filter(additions -> additions.deletion().isPresent())
                .isPresent());
    await().untilAsserted(() -> assertThat(read(OTHER)).hasSize(2));
    assertThat(simulator.messages(EVE)).isEmpty();
  }

  @Test
  void isForSomebody() throws Exception {
    assertThat(put("nobody"))
        .isEqualTo(
            new SendResult.Refused(
                "status-for-nobody", "Name those who are to see it: POST /api/v1/status."));
  }
}
