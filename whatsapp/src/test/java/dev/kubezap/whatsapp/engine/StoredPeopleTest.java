package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.call.CallKey;
import dev.kubezap.whatsapp.contact.BlocklistKey;
import dev.kubezap.whatsapp.contact.ContactKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.presence.WatchedKey;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is stored of people and calls comes back as it was, and under the same names. */
class StoredPeopleTest {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123Z");
  private static final Jid BOB = Jid.phoneNumber("4915187654321");
  private static final Jid BOB_LID = Jid.lid("100200300");

  private static <V> void comesBack(RecordKey<V> key, V value, String name) {
    assertThat(key.decode(key.encode(value))).isEqualTo(value);
    assertThat(key.kind() + " " + key.name()).isEqualTo(name);
    assertThatThrownBy(() -> key.decode(ByteString.copyFrom(new byte[] {-1})))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void comesBackAsItWasStored() {
    comesBack(
        new ContactKey(BOB),
        Contact.of(BOB, Optional.of(BOB_LID), AT)
            .withName(Optional.of("Robert"))
            .withPushName("Bob")
            .withAbout(Optional.of(""))
            .withPicture(Optional.of("17"))
            .withBlocked(true),
        "contact " + BOB);
    comesBack(
        new ContactKey(BOB_LID), Contact.of(BOB_LID, Optional.empty(), AT), "contact " + BOB_LID);
    comesBack(new BlocklistKey(), Set.of(BOB, BOB_LID), "blocklist own");
    comesBack(
        new WatchedKey(BOB),
        new WatchedKey.Shown(
            Optional.of(
                new Presence(
                    Presence.State.UNAVAILABLE, Optional.of(Instant.ofEpochSecond(1)), AT))),
        "watched-presence " + BOB);
    comesBack(
        new WatchedKey(BOB), new WatchedKey.Shown(Optional.empty()), "watched-presence " + BOB);
    Call call =
        new Call(
            "C1",
            BOB,
            BOB,
            false,
            true,
            Call.State.RINGING,
            AT,
            Optional.empty(),
            Optional.of(Duration.ZERO),
            false);
    comesBack(new CallKey("C1"), new CallKey.Known(call, BOB_LID, BOB_LID), "call C1");
    comesBack(
        new CallKey("C1"),
        new CallKey.Known(call.over(Call.State.MISSED, AT), BOB_LID, BOB_LID),
        "call C1");
    assertThat(RecordKind.keptAtLogOut()).contains("contact", "call", "call-order");
  }
}
