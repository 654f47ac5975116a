package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.lists;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.message.Outbox.shares;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.GroupParticipant.Role;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stanza of a message to a group, as it goes over the wire. */
class GroupStanzaTest {
  private static final Jid GROUP = Jid.group("120363000000000001");

  private final MemoryStore store = new MemoryStore();
  private final Preparing preparing = new Preparing(store);

  @BeforeEach
  void know() {
    store(
        store,
        new Change.Put<>(
            new GroupKey(GROUP),
            new Group(
                GROUP,
                "Garden",
                Optional.empty(),
                Optional.empty(),
                Optional.of(BOB),
                Optional.of(NOW),
                new Group.Settings(false, false, false, true, Duration.ZERO),
                Group.Addressing.PHONE_NUMBER,
                Optional.empty(),
                List.of(
                    member(BOB, Optional.empty(), Role.SUPERADMIN),
                    member(OWN, Optional.of(OWN_LID), Role.MEMBER)))),
        new Change.Put<>(new SessionKey(Address.of(OWN, DEVICE.lid())), session(Outbox.phone())));
    lists(store, BOB, 0);
    lists(store, OWN, 0, DEVICE.jid().device());
    shares(store, BOB, session(Outbox.bob()));
  }

  private static GroupParticipant member(Jid jid, Optional<Jid> other, Role role) {
    return new GroupParticipant(jid, other, role, Optional.empty());
  }

  private Outcome prepared(String id) {
    holds(store, id, GROUP, MessageStatus.QUEUED);
    return preparing.message(id);
  }

  private static PreparedStanza stanza(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.PutPrepared.class::isInstance)
        .map(change -> ((Change.PutPrepared) change).prepared())
        .findFirst()
        .orElseThrow();
  }

  private static GroupKeys keys(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.Put.class::isInstance)
        .map(change -> ((Change.Put<?>) change).value())
        .filter(GroupKeys.class::isInstance)
        .map(GroupKeys.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theFirstCarriesTheKeyToEveryDevice() {
    PreparedStanza stanza = stanza(prepared("m1"));
    // The first 6 bytes of the SHA-256 over the sorted names of all three devices.
    assertThat(stanza.phash()).isEqualTo("2:7lqSpNl7");
    assertThat(OutgoingStanza.decode(stanza.stanza()))
        .hasToString(
            "<message to=\"120363000000000001@g.us\" id=\"3EB0m1\" type=\"text\""
                + " addressing_mode=\"pn\" phash=\"2:7lqSpNl7\">"
                + "<participants>"
                + "<to jid=\"491522222222@s.whatsapp.net\">"
                + "<enc v=\"2\" type=\"pkmsg\">260 bytes</></>"
                + "<to jid=\"4915112345678@s.whatsapp.net\">"
                + "<enc v=\"2\" type=\"pkmsg\">260 bytes</></>"
                + "</>"
                + "<enc v=\"2\" type=\"skmsg\">107 bytes</>"
                + "<device-identity>6 bytes</></>");
  }

  @Test
  void whatFollowsIsTheMessageAlone() {
    Outcome first = prepared("m1");
    holds(store, "m1", GROUP, MessageStatus.SENT);
    store(store, new Change.Put<>(new GroupKeysKey(GROUP), keys(first).settled(true)));
    assertThat(OutgoingStanza.decode(stanza(prepared("m2")).stanza()))
        .hasToString(
            "<message to=\"120363000000000001@g.us\" id=\"3EB0m2\" type=\"text\""
                + " addressing_mode=\"pn\" phash=\"2:7lqSpNl7\">"
                + "<enc v=\"2\" type=\"skmsg\">91 bytes</></>");
  }
}
