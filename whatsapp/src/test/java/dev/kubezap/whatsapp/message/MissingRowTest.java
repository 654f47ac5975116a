package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.MissingMessages.answer;
import static dev.kubezap.whatsapp.message.MissingMessages.events;
import static dev.kubezap.whatsapp.message.MissingMessages.filled;
import static dev.kubezap.whatsapp.message.MissingMessages.placeholder;
import static dev.kubezap.whatsapp.message.MissingMessages.result;
import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.jid.JidServer;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the phone's answer finds the row of the message that is missing. */
class MissingRowTest {
  private final MissingMessages lacking = new MissingMessages();

  /** However many messages others sent that cannot be read. */
  @Test
  void everyMissingMessageCanBeAnswered() {
    IntStream.range(0, 5_200)
        .forEach(
            i ->
                lacking.missing("g" + i, false, BOB, MissingKey.of(Jid.phoneNumber("1"), "g" + i)));
    lacking.missing("m1", false);
    Outcome outcome = lacking.device.told(answer(4, result(BOB, false, "3EB0m1", HELLO)));
    assertThat(events(outcome)).containsExactly(new MessageEvent.Received(filled("m1", false)));
  }

  /** The row is named by whichever device and address the message came from. */
  @Test
  void aRowIsFoundByEveryNameOfItsSender() {
    store(
        lacking.store,
        new Change.Put<>(new LidOfPhone(BOB), BOB_LID),
        new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    Jid hosted = new Jid(BOB.user(), 0, JidServer.HOSTED);
    Jid hostedLid = new Jid(BOB_LID.user(), 0, JidServer.HOSTED_LID);
    int number = 0;
    for (Jid sender : List.of(BOB, BOB_LID, hosted, hostedLid)) {
      for (Jid named : List.of(BOB, BOB_LID)) {
        String id = "m" + number++;
        lacking.missing(id, false, named, MissingKey.of(sender, "3EB0" + id));
        assertThat(events(lacking.device.told(answer(4, result(named, false, "3EB0" + id, HELLO)))))
            .containsExactly(new MessageEvent.Received(filled(id, false)));
      }
    }
  }

  @Test
  void aRowIsFoundByTheDeviceOfItsPlaceholder() {
    StoredMessage p = placeholder("m1", true);
    lacking.missing("m1", true, BOB, MissingKey.of(OWN.withDevice(3), "3EB0m1"));
    store(
        lacking.store,
        new Change.PutMessage(
            new StoredMessage(
                p.id(),
                p.stanzaId(),
                p.chat(),
                p.chatLid(),
                p.sender(),
                3,
                true,
                p.pushName(),
                p.timestamp(),
                p.content(),
                p.encoded(),
                p.status(),
                p.failure(),
                p.metadata())));
    assertThat(events(lacking.device.told(answer(4, result(BOB, true, "3EB0m1", HELLO)))))
        .hasSize(1);
  }

  @Test
  void aRowIsFoundByTheLidOfItsChatThoughThePairIsForgotten() {
    lacking.missing("m1", false, BOB, MissingKey.of(BOB_LID, "3EB0m1"));
    assertThat(events(lacking.device.told(answer(4, result(BOB, false, "3EB0m1", HELLO)))))
        .hasSize(1);
  }

  @Test
  void whatWasReadMeanwhileIsNotFilledAgain() {
    lacking.missing("m1", false);
    store(lacking.store, new Change.PutMessage(filled("m1", false)));
    assertThat(events(lacking.device.told(answer(4, result(BOB, false, "3EB0m1", HELLO)))))
        .isEmpty();
  }

  /** Rows are named by the beginning of a long id. */
  @Test
  void anotherMessageWithAsLongAnIdIsNotTaken() {
    String begin = "m".repeat(200);
    lacking.missing(begin + "1", false);
    assertThat(
            events(lacking.device.told(answer(4, result(BOB, false, "3EB0" + begin + "2", HELLO)))))
        .isEmpty();
    assertThat(
            events(lacking.device.told(answer(4, result(BOB, false, "3EB0" + begin + "1", HELLO)))))
        .hasSize(1);
  }
}
