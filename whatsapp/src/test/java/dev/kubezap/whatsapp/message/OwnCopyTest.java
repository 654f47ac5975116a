package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.DeviceSentMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import org.junit.jupiter.api.Test;

/** What another device of this account sent comes as a copy (PROTOCOL 9). */
class OwnCopyTest {
  private static final Jid TABLET = OWN.withDevice(2);

  private final ToldByPhone device = new ToldByPhone();

  private static Message to(Jid chat) {
    return Message.newBuilder()
        .setDeviceSentMessage(
            DeviceSentMessage.newBuilder().setDestinationJid(chat.toString()).setMessage(HELLO))
        .build();
  }

  private static StoredMessage stored(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.PutMessage.class::isInstance)
        .map(change -> ((Change.PutMessage) change).message())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itIsSentByUsIntoTheChatThatTheStanzaNames() {
    Node stanza =
        ToldByPhone.stanza(TABLET).with("recipient", BOB).with("peer_recipient_lid", BOB_LID);
    Outcome outcome = device.told(to(Jid.phoneNumber("49")), stanza);
    StoredMessage copy = stored(outcome);
    assertThat(copy.chat()).isEqualTo(BOB);
    assertThat(copy.chatLid()).contains(BOB_LID);
    assertThat(copy.sender()).isEqualTo(OWN);
    assertThat(copy.senderDevice()).isEqualTo(2);
    assertThat(copy.fromMe()).isTrue();
    assertThat(copy.status()).isEqualTo(MessageStatus.SENT);
    assertThat(copy.encoded()).isEqualTo(HELLO.toByteString());
    assertThat(outcome.changes())
        .filteredOn(Change.Append.class::isInstance)
        .extracting(change -> ((Change.Append) change).event())
        .containsExactly(new MessageEvent.Sent(copy));
    assertThat(outcome.changes())
        .filteredOn(Change.PutChat.class::isInstance)
        .extracting(change -> ((Change.PutChat) change).chat())
        .extracting(Chat::unread)
        .containsExactly(0);
    assertThat(outcome.effects())
        .containsExactly(
            new Effect.Send(
                Node.of("receipt")
                    .with("to", TABLET)
                    .with("id", "P1")
                    .with("recipient", BOB)
                    .with("type", "sender")),
            new Effect.Count("message", "own"));
  }

  @Test
  void withoutThatItsEncryptedPartNamesTheChat() {
    StoredMessage copy = stored(device.told(to(BOB.withDevice(3)), ToldByPhone.stanza(TABLET)));
    assertThat(copy.chat()).isEqualTo(BOB);
    assertThat(copy.chatLid()).isEmpty();
    assertThat(stored(device.told(HELLO, ToldByPhone.stanza(TABLET))).chat()).isEqualTo(OWN);
  }
}
