package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session whose stored form came back from a backup uses no key that may have been used. */
final class RestoredSessionTest {
  private final OurPeer alice = new OurPeer(1);
  private final OurPeer bob = new OurPeer(2);

  @BeforeEach
  void establish() throws Exception {
    alice.begin(bob.publish(true));
    bob.decrypt(alice.encrypt("hello"));
    alice.decrypt(bob.encrypt("hello"));
    bob.decrypt(alice.encrypt("hello"));
  }

  private void restore(SignalSession backup) {
    alice.store(backup.onlyReceiving());
  }

  private void assertOnlyReceives() {
    assertThat(alice.session().orElseThrow().canEncrypt()).isFalse();
    assertThatThrownBy(() -> alice.encrypt("no")).isInstanceOf(SignalException.NoSession.class);
  }

  @Test
  void writesNothingButStillReadsTheChainsThatItKnows() throws Exception {
    Peer.Wire first = bob.encrypt("first");
    alice.decrypt(first);
    SignalSession backup = alice.session().orElseThrow();
    alice.encrypt("lost with the database");
    restore(backup);
    assertOnlyReceives();
    assertThat(alice.decrypt(bob.encrypt("second"))).isEqualTo("second");
    assertOnlyReceives();
  }

  @Test
  void statesThatComeBackFromTheArchiveWriteNothingEither() throws Exception {
    alice.decrypt(bob.encrypt("first"));
    SignalSession backup = alice.session().orElseThrow().archiveCurrent();
    assertThat(backup.canEncrypt()).isFalse();
    restore(backup);
    assertThat(alice.decrypt(bob.encrypt("second"))).isEqualTo("second");
    assertOnlyReceives();
  }

  @Test
  void writesAgainInAChainWhoseKeysAreNew() throws Exception {
    SignalSession backup = alice.session().orElseThrow();
    PublicKey used = SignalMessage.parse(alice.encrypt("lost").bytes()).ratchetKey().key();
    restore(backup);
    // Bob read the last message before the backup, so he begins a chain that alice can follow.
    assertThat(alice.decrypt(bob.encrypt("answer"))).isEqualTo("answer");
    Peer.Wire written = alice.encrypt("new chain");
    assertThat(SignalMessage.parse(written.bytes()).ratchetKey().key()).isNotEqualTo(used);
    assertThat(bob.decrypt(written)).isEqualTo("new chain");
  }

  @Test
  void newSessionTakesItsPlaceAndTheOldOneStillReads() throws Exception {
    alice.decrypt(bob.encrypt("first"));
    Peer.Wire late = bob.encrypt("late");
    restore(alice.session().orElseThrow());
    alice.begin(bob.publish(true));
    Peer.Wire fresh = alice.encrypt("fresh");
    assertThat(fresh.type()).isEqualTo(CiphertextType.PRE_KEY);
    assertThat(bob.decrypt(fresh)).isEqualTo("fresh");
    assertThat(alice.decrypt(late)).isEqualTo("late");
    // The late message put the old state into use: nothing may be written in it.
    assertOnlyReceives();
    assertThat(alice.decrypt(bob.encrypt("in the new one"))).isEqualTo("in the new one");
    assertThat(bob.decrypt(alice.encrypt("answered"))).isEqualTo("answered");
  }

  @Test
  void unreadableArchivedStatesAreDropped() throws Exception {
    SignalSession damaged =
        new SignalSession(Optional.empty(), List.of(ByteString.copyFromUtf8("?")));
    assertThat(damaged.onlyReceiving().archived()).isEmpty();
  }
}
