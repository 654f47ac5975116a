package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.proto.SignalMessageBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an established session refuses, and that refusing costs it nothing. */
final class SessionCipherTest {
  private final OurPeer alice = new OurPeer(1);
  private final OurPeer bob = new OurPeer(2);

  @BeforeEach
  void establish() throws Exception {
    alice.begin(bob.publish(true));
    exchange(alice, bob, "hello");
    exchange(bob, alice, "hello");
    exchange(alice, bob, "hello");
  }

  @Test
  void everyChangedBitIsRefusedAndTheRealMessageStillRead() throws Exception {
    Peer.Wire wire = alice.encrypt("text");
    SignalSession before = bob.session().orElseThrow();
    for (int bit = 0; bit < 8 * wire.bytes().size(); bit++) {
      ByteString forged = flipped(wire.bytes(), bit);
      assertThatThrownBy(() -> bob.decrypt(new Peer.Wire(CiphertextType.SIGNAL, forged)))
          .isInstanceOf(SignalException.class);
      assertThat(bob.session()).contains(before);
    }
    assertThat(bob.decrypt(wire)).isEqualTo("text");
  }

  @Test
  void aForgedRatchetKeyDoesNotMoveTheSession() throws Exception {
    Peer.Wire real = alice.encrypt("text");
    for (int i = 0; i < 5; i++) {
      ByteString forged = forged(i);
      assertThatThrownBy(() -> bob.decrypt(new Peer.Wire(CiphertextType.SIGNAL, forged)))
          .isInstanceOf(SignalException.BadMac.class);
    }
    assertThat(bob.decrypt(real)).isEqualTo("text");
    exchange(bob, alice, "answer");
    exchange(alice, bob, "after");
  }

  private ByteString forged(int counter) {
    SignalMessageBody body =
        SignalMessageBody.newBuilder()
            .setRatchetKey(Curve25519.generate(alice.random).publicKey().serialized())
            .setCounter(counter)
            .setPreviousCounter(0)
            .setCiphertext(ByteString.copyFrom(new byte[32]))
            .build();
    return SignalMessage.write(
        body, new byte[32], alice.local.identity().publicKey(), bob.local.identity().publicKey());
  }

  @Test
  void aRatchetKeyOfSmallOrderIsRefused() {
    SignalMessageBody body =
        SignalMessageBody.newBuilder()
            .setRatchetKey(ByteString.copyFrom(new byte[32]))
            .setCounter(0)
            .setCiphertext(ByteString.EMPTY)
            .build();
    ByteString message =
        SignalMessage.write(
            body,
            new byte[32],
            alice.local.identity().publicKey(),
            bob.local.identity().publicKey());
    assertThatThrownBy(() -> bob.decrypt(new Peer.Wire(CiphertextType.SIGNAL, message)))
        .isInstanceOf(SignalException.InvalidKey.class);
  }

  @Test
  void aReplayIsAnOldCounter() throws Exception {
    Peer.Wire wire = alice.encrypt("text");
    bob.decrypt(wire);
    SignalException.OldCounter refusal =
        catchThrowableOfType(SignalException.OldCounter.class, () -> bob.decrypt(wire));
    assertThat(refusal.counter()).isEqualTo(SignalMessage.parse(wire.bytes()).counter());
    assertThat(refusal.retryError()).isEqualTo(RetryError.INVALID_MESSAGE_KEY);
  }

  @Test
  void aReplayAfterTheSessionWasArchivedIsAnOldCounter() throws Exception {
    Peer.Wire wire = alice.encrypt("text");
    bob.decrypt(wire);
    bob.begin(alice.publish(true));
    assertThatThrownBy(() -> bob.decrypt(wire)).isInstanceOf(SignalException.OldCounter.class);
  }

  @Test
  void jumpsAreLimited() throws Exception {
    Peer.Wire atLimit = sentAfter(MessageKeyChain.MAX_JUMP, "at the limit");
    Peer.Wire beyond = alice.encrypt("beyond");
    assertThatThrownBy(() -> bob.decrypt(beyond))
        .isInstanceOf(SignalException.TooFarAhead.class)
        .satisfies(
            e ->
                assertThat(((SignalException) e).retryError())
                    .isEqualTo(RetryError.FUTURE_MESSAGE));
    assertThat(bob.decrypt(atLimit)).isEqualTo("at the limit");
    assertThat(bob.decrypt(beyond)).isEqualTo("beyond");
  }

  @Test
  void skippedKeysAreLimitedAndTheOldestGoFirst() throws Exception {
    Peer.Wire forgotten = alice.encrypt("forgotten");
    Peer.Wire kept = alice.encrypt("kept");
    bob.decrypt(sentAfter(MessageKeyChain.MAX_SKIPPED - 1, "ahead"));
    assertThatThrownBy(() -> bob.decrypt(forgotten)).isInstanceOf(SignalException.OldCounter.class);
    assertThat(bob.decrypt(kept)).isEqualTo("kept");
    Peer.Wire another = alice.encrypt("another");
    bob.decrypt(alice.encrypt("ahead again"));
    assertThat(bob.decrypt(another)).isEqualTo("another");
  }

  /** The message that alice writes after {@code lost} others that nobody gets. */
  private Peer.Wire sentAfter(int lost, String text) throws Exception {
    SignalSession session = alice.session().orElseThrow();
    SessionState state = session.current().orElseThrow();
    for (int i = 0; i < lost; i++) {
      state = state.sent();
    }
    alice.store(session.advanced(state));
    return alice.encrypt(text);
  }

  @Test
  void skippedKeysOfSeveralJumpsAreLimitedTogether() throws Exception {
    Peer.Wire forgotten = alice.encrypt("forgotten");
    bob.decrypt(sentAfter(1_500, "ahead"));
    Peer.Wire kept = alice.encrypt("kept");
    bob.decrypt(sentAfter(MessageKeyChain.MAX_SKIPPED - 1, "further ahead"));
    ReceivingChain chain =
        bob.session().orElseThrow().current().orElseThrow().receiving().getLast();
    assertThat(chain.keys().skipped()).hasSize(MessageKeyChain.MAX_SKIPPED);
    assertThatThrownBy(() -> bob.decrypt(forgotten)).isInstanceOf(SignalException.OldCounter.class);
    assertThat(bob.decrypt(kept)).isEqualTo("kept");
  }

  @Test
  void messagesTellTheLastCounterOfTheChainBefore() throws Exception {
    for (int i = 0; i < 3; i++) {
      exchange(alice, bob, "text");
    }
    // Since its second turn alice has written four messages, 0 to 3.
    exchange(bob, alice, "turn");
    ByteString message = alice.encrypt("text").bytes();
    SignalMessageBody body = SignalMessageBody.parseFrom(message.substring(1, message.size() - 8));
    assertThat(body.getPreviousCounter()).isEqualTo(3);
    assertThat(body.getCounter()).isZero();
  }

  @Test
  void fiveChainsAreKept() throws Exception {
    List<Peer.Wire> late = new ArrayList<>();
    for (int i = 0; i < SessionState.MAX_RECEIVING + 1; i++) {
      late.add(alice.encrypt("late " + i));
      exchange(alice, bob, "turn");
      exchange(bob, alice, "turn");
    }
    assertThatThrownBy(() -> bob.decrypt(late.getFirst()))
        .isInstanceOf(SignalException.BadMac.class);
    for (int i = 1; i < late.size(); i++) {
      assertThat(bob.decrypt(late.get(i))).isEqualTo("late " + i);
    }
  }

  @Test
  void fortyArchivedStatesAreKept() throws Exception {
    Peer.Wire kept = alice.encrypt("kept");
    Peer.Wire forgotten = alice.encrypt("forgotten");
    for (int i = 0; i < SignalSession.MAX_ARCHIVED; i++) {
      bob.begin(alice.publish(false));
    }
    assertThat(bob.session().orElseThrow().archived()).hasSize(SignalSession.MAX_ARCHIVED);
    SignalSession atLimit = bob.session().orElseThrow();
    assertThat(bob.decrypt(kept)).isEqualTo("kept");
    bob.store(atLimit);
    bob.begin(alice.publish(false));
    assertThat(bob.session().orElseThrow().archived()).hasSize(SignalSession.MAX_ARCHIVED);
    assertThatThrownBy(() -> bob.decrypt(forgotten)).isInstanceOf(SignalException.BadMac.class);
  }

  @Test
  void anArchivedStateThatReadsIsPutBackIntoUse() throws Exception {
    Peer.Wire wire = alice.encrypt("text");
    var name = bob.session().orElseThrow().baseKey();
    bob.begin(alice.publish(true));
    assertThat(bob.session().orElseThrow().baseKey()).isNotEqualTo(name);
    bob.decrypt(wire);
    assertThat(bob.session().orElseThrow().baseKey()).isEqualTo(name);
    assertThat(bob.session().orElseThrow().archived()).hasSize(1);
    exchange(bob, alice, "answer");
  }

  @Test
  void anArchivedSessionReadsButDoesNotWrite() throws Exception {
    Peer.Wire wire = alice.encrypt("text");
    bob.store(bob.session().orElseThrow().archiveCurrent());
    assertThat(bob.session().orElseThrow().canEncrypt()).isFalse();
    assertThatThrownBy(() -> bob.encrypt("no"))
        .isInstanceOf(SignalException.NoSession.class)
        .satisfies(
            e -> assertThat(((SignalException) e).retryError()).isEqualTo(RetryError.NO_SESSION));
    assertThat(bob.decrypt(wire)).isEqualTo("text");
    exchange(bob, alice, "in use again");
  }

  @Test
  void withoutAnyStateThereIsNoSession() throws Exception {
    OurPeer stranger = new OurPeer(3);
    Peer.Wire wire = alice.encrypt("text");
    assertThatThrownBy(() -> stranger.decrypt(wire)).isInstanceOf(SignalException.NoSession.class);
    assertThat(SignalSession.EMPTY.archiveCurrent()).isSameAs(SignalSession.EMPTY);
  }

  @Test
  void aDamagedArchivedStateDoesNotHideTheOthers() throws Exception {
    Peer.Wire wire = alice.encrypt("text");
    SignalSession session = bob.session().orElseThrow().archiveCurrent();
    List<ByteString> archived = new ArrayList<>(session.archived());
    archived.addFirst(ByteString.copyFromUtf8("damaged"));
    bob.store(new SignalSession(Optional.empty(), archived));
    assertThat(bob.decrypt(wire)).isEqualTo("text");
  }

  @Test
  void aMessageOfOurOwnIsNotReadBack() throws Exception {
    Peer.Wire wire = alice.encrypt("text");
    assertThatThrownBy(() -> alice.decrypt(wire)).isInstanceOf(SignalException.class);
  }

  private static ByteString flipped(ByteString bytes, int bit) {
    byte[] copy = bytes.toByteArray();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return ByteString.copyFrom(copy);
  }

  private static void exchange(Peer from, Peer to, String text) throws Exception {
    assertThat(to.decrypt(from.encrypt(text))).isEqualTo(text);
  }
}
