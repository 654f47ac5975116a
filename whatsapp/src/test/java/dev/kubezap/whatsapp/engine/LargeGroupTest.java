package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A group of fifty accounts with three devices each: the key goes to all of them, once. */
@Tag("slow")
class LargeGroupTest {
  private static final int OTHERS = 49;

  @Test
  void everyDeviceIsHandedTheKeyOnce() throws Exception {
    try (LiveConversation talk = LiveConversation.connected()) {
      Simulator simulator = talk.simulator;
      List<String> others =
          IntStream.range(0, OTHERS).mapToObj(i -> "+49151" + (30_000_000 + i)).toList();
      for (String number : others) {
        simulator.addAccount(number, "Member", false);
        var _ = simulator.linkAbsentCompanion(number);
        var _ = simulator.linkAbsentCompanion(number);
      }
      Jid group =
          Jid.of(
              simulator
                  .groups()
                  .create(LiveConversation.NUMBER, "Garden", others.toArray(String[]::new)));
      for (String text : List.of("one", "two")) {
        StoredMessage sent = sent(talk, group, text);
        assertThat(talk.await(sent, MessageStatus.SENT).status())
            .isGreaterThanOrEqualTo(MessageStatus.SENT);
      }
      GroupKeys keys = talk.store.read(new GroupKeysKey(group)).orElseThrow();
      // Three of each, and our own phone.
      assertThat(keys.handed()).hasSize(3 * OTHERS + 1);
      for (String number : others) {
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(simulator.messages(number))
                        .extracting(PhoneMessage::text)
                        .containsExactly("one", "two"));
      }
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  private static StoredMessage sent(LiveConversation talk, Jid group, String text)
      throws Exception {
    SendResult result = talk.live.client.send(Texts.to(group, text)).get(20, TimeUnit.SECONDS);
    return ((SendResult.Accepted) result).message();
  }
}
