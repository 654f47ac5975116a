package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who sent a message into which chat, as PROTOCOL 9 shows the stanzas. */
class OriginTest {
  private static Node from(Jid jid) {
    return Node.of("message").with("from", jid);
  }

  private static Origin of(Node stanza) throws MalformedStanzaException {
    return Origin.of(stanza, Optional.of(DEVICE));
  }

  private static Origin direct(Jid from, Optional<Jid> phone, Optional<Jid> lid) {
    return new Origin(from, phone, lid, from.account(), phone, lid, false, Origin.Kind.DIRECT);
  }

  private static Origin ownCopy(
      Jid from, Jid chat, Optional<Jid> phone, Optional<Jid> lid, Origin.Kind kind) {
    return new Origin(from, Optional.of(OWN), Optional.of(OWN_LID), chat, phone, lid, true, kind);
  }

  @Test
  void aDirectMessageTellsTheSendersOtherName() throws Exception {
    Jid tablet = BOB.withDevice(4);
    assertThat(of(from(tablet).with("sender_lid", BOB_LID.withDevice(4))))
        .isEqualTo(direct(tablet, Optional.of(BOB), Optional.of(BOB_LID)));
    assertThat(of(from(BOB_LID).with("sender_pn", BOB)))
        .isEqualTo(direct(BOB_LID, Optional.of(BOB), Optional.of(BOB_LID)));
    assertThat(of(from(BOB))).isEqualTo(direct(BOB, Optional.of(BOB), Optional.empty()));
    assertThat(of(from(BOB_LID)))
        .isEqualTo(direct(BOB_LID, Optional.empty(), Optional.of(BOB_LID)));
  }

  /** A LID in the place of a number teaches nothing, nor the other way round. */
  @Test
  void aNameOfTheWrongFormIsNotTaken() throws Exception {
    assertThat(of(from(BOB).with("sender_lid", Jid.phoneNumber("49")).with("sender_pn", "1@lid")))
        .isEqualTo(direct(BOB, Optional.of(BOB), Optional.empty()));
    assertThat(of(from(BOB_LID).with("sender_pn", Jid.lid("9"))))
        .isEqualTo(direct(BOB_LID, Optional.empty(), Optional.of(BOB_LID)));
  }

  /** Clients take {@code sender_lid} on a copy for the chat's; never for our own (PROTOCOL 9). */
  @Test
  void aCopyOfOurOwnIsOfTheChatThatItNames() throws Exception {
    Node copy = from(OWN).with("recipient", BOB.withDevice(2)).with("sender_lid", BOB_LID);
    assertThat(of(copy.with("peer_recipient_lid", BOB_LID)))
        .isEqualTo(ownCopy(OWN, BOB, Optional.of(BOB), Optional.of(BOB_LID), Origin.Kind.DIRECT));
    assertThat(of(copy))
        .isEqualTo(ownCopy(OWN, BOB, Optional.of(BOB), Optional.empty(), Origin.Kind.DIRECT));
    Jid phone = OWN_LID;
    assertThat(of(from(phone).with("recipient", BOB_LID).with("peer_recipient_pn", BOB)))
        .isEqualTo(
            ownCopy(phone, BOB_LID, Optional.of(BOB), Optional.of(BOB_LID), Origin.Kind.DIRECT));
    Jid group = Jid.group("1-2");
    assertThat(of(from(OWN).with("recipient", group)))
        .isEqualTo(ownCopy(OWN, group, Optional.empty(), Optional.empty(), Origin.Kind.OTHER));
  }

  @Test
  void whatOurPhoneSaysToThisDeviceAloneIsNoMessageToOneself() throws Exception {
    Origin peer = of(from(OWN).with("category", "peer"));
    assertThat(peer)
        .isEqualTo(ownCopy(OWN, OWN, Optional.of(OWN), Optional.of(OWN_LID), Origin.Kind.PEER));
    assertThat(peer.isOwnPhone()).isTrue();
    assertThat(of(from(OWN.withDevice(2)).with("category", "peer")).isOwnPhone()).isFalse();
    Origin toOneself = of(from(OWN));
    assertThat(toOneself.kind()).isEqualTo(Origin.Kind.DIRECT);
    assertThat(toOneself.isOwnPhone()).isFalse();
    assertThat(of(from(BOB).with("category", "peer")).kind()).isEqualTo(Origin.Kind.DIRECT);
  }

  @Test
  void groupsStatusAndChannelsAreNotDirect() throws Exception {
    Jid group = Jid.group("1-2");
    Origin origin = of(from(group).with("participant", BOB.withDevice(3)));
    assertThat(origin.sender()).isEqualTo(BOB.withDevice(3));
    assertThat(origin.kind()).isEqualTo(Origin.Kind.GROUP);
    assertThat(origin.fromMe()).isFalse();
    assertThat(of(from(Jid.STATUS).with("participant", BOB)).kind()).isEqualTo(Origin.Kind.GROUP);
    assertThat(of(from(Jid.of("17@broadcast")).with("participant", BOB)).kind())
        .isEqualTo(Origin.Kind.OTHER);
    assertThat(of(from(group)).sender()).isEqualTo(group);
    assertThat(of(from(group)).kind()).isEqualTo(Origin.Kind.OTHER);
    assertThatThrownBy(() -> of(Node.of("message"))).isInstanceOf(MalformedStanzaException.class);
    assertThat(Origin.of(from(OWN), Optional.empty()).fromMe()).isFalse();
  }

  @Test
  void aChatGoesByItsNumberWhenThatIsKnown() throws Exception {
    Origin byNumber = of(from(BOB.withDevice(4)).with("sender_lid", BOB_LID));
    assertThat(byNumber.chat()).isEqualTo(BOB);
    assertThat(byNumber.chatLid()).contains(BOB_LID);
    assertThat(byNumber.senderAccount()).isEqualTo(BOB);
    Origin byLid = of(from(BOB_LID.withDevice(4)));
    assertThat(byLid.chat()).isEqualTo(BOB_LID);
    assertThat(byLid.chatLid()).isEmpty();
    assertThat(byLid.senderAccount()).isEqualTo(BOB_LID);
    Origin completed = byLid.completed(Optional.of(BOB), Optional.of(Jid.lid("9")));
    assertThat(completed)
        .isEqualTo(direct(BOB_LID.withDevice(4), Optional.of(BOB), Optional.of(BOB_LID)));
    assertThat(completed.senderAccount()).isEqualTo(BOB);
    assertThat(of(from(BOB)).completed(Optional.empty(), Optional.of(BOB_LID)))
        .isEqualTo(direct(BOB, Optional.of(BOB), Optional.of(BOB_LID)));
    Origin copy = of(from(OWN).with("recipient", BOB_LID));
    assertThat(copy.completed(Optional.of(BOB), Optional.empty()))
        .isEqualTo(
            ownCopy(OWN, BOB_LID, Optional.of(BOB), Optional.of(BOB_LID), Origin.Kind.DIRECT));
    assertThat(copy.senderAccount()).isEqualTo(OWN);
    assertThat(copy.completed(Optional.of(BOB), Optional.empty()).senderAccount()).isEqualTo(OWN);
  }

  @Test
  void weAreWeByBothNames() {
    assertThat(Origin.isOwn(OWN.withDevice(9), DEVICE)).isTrue();
    assertThat(Origin.isOwn(OWN_LID.withDevice(9), DEVICE)).isTrue();
    assertThat(Origin.isOwn(BOB, DEVICE)).isFalse();
    assertThat(Origin.isOwn(BOB_LID, DEVICE)).isFalse();
  }
}
