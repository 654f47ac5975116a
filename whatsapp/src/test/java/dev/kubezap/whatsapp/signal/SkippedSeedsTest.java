package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** However many messages a peer skips, a session stays small and what matters most is kept. */
final class SkippedSeedsTest {
  private static final int SEED_BYTES = 42;

  private final OurPeer alice = new OurPeer(1);
  private final OurPeer bob = new OurPeer(2);

  @Test
  void fortyOneStatesThatAllSkipTakeNoMoreThanTwo() throws Exception {
    PreKeyBundle bundle = bob.publish(false);
    for (int i = 0; i <= SignalSession.MAX_ARCHIVED; i++) {
      begin(bundle);
      bob.decrypt(sentAfter(MessageKeyChain.MAX_SKIPPED, "ahead"));
    }
    SignalSession session = bob.session().orElseThrow();
    assertThat(session.archived()).hasSize(SignalSession.MAX_ARCHIVED);
    assertThat(skipped(session.current())).isEqualTo(MessageKeyChain.MAX_SKIPPED);
    assertThat(skipped(SessionCipher.archivedStates(session).getFirst()))
        .isEqualTo(MessageKeyChain.MAX_SKIPPED);
    assertThat(session.encode().size())
        .isLessThan(2 * MessageKeyChain.MAX_SKIPPED * SEED_BYTES + 41 * 1_000);
  }

  @Test
  void theOldestArchivedStatesLoseTheirSeedsAndStillRead() throws Exception {
    PreKeyBundle bundle = bob.publish(false);
    List<Peer.Wire> late = new ArrayList<>();
    List<Peer.Wire> next = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      begin(bundle);
      late.add(alice.encrypt("late " + i));
      bob.decrypt(sentAfter(899, "ahead"));
      next.add(alice.encrypt("next " + i));
    }
    SignalSession full = bob.session().orElseThrow();
    assertThatThrownBy(() -> bob.decrypt(late.getFirst()))
        .isInstanceOf(SignalException.OldCounter.class);
    for (int i = 1; i < late.size(); i++) {
      bob.store(full);
      assertThat(bob.decrypt(late.get(i))).isEqualTo("late " + i);
    }
    for (int i = 0; i < next.size(); i++) {
      bob.store(full);
      assertThat(bob.decrypt(next.get(i))).isEqualTo("next " + i);
    }
  }

  /** A hundred late messages of every state are more than any loss leaves behind. */
  @Test
  void aFewSeedsInEveryArchivedStateStay() throws Exception {
    PreKeyBundle bundle = bob.publish(false);
    List<Peer.Wire> late = new ArrayList<>();
    for (int i = 0; i <= SignalSession.MAX_ARCHIVED; i++) {
      begin(bundle);
      late.add(alice.encrypt("late " + i));
      bob.decrypt(sentAfter(49, "ahead"));
    }
    SignalSession full = bob.session().orElseThrow();
    for (int i = 0; i < late.size(); i++) {
      bob.store(full);
      assertThat(bob.decrypt(late.get(i))).isEqualTo("late " + i);
    }
  }

  @Test
  void theChainsOfAStateAreLimitedTogetherAndTheNewestMatterMost() throws Exception {
    begin(bob.publish(false));
    exchange(alice, bob);
    List<Peer.Wire> late = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      exchange(bob, alice);
      late.add(alice.encrypt("late " + i));
      late.add(alice.encrypt("later " + i));
      bob.decrypt(sentAfter(798, "ahead"));
    }
    SignalSession full = bob.session().orElseThrow();
    assertThat(skipped(full.current())).isEqualTo(MessageKeyChain.MAX_SKIPPED);
    assertThat(
            full.current().orElseThrow().receiving().stream()
                .map(chain -> chain.keys().skipped().size()))
        .endsWith(400, 800, 800);
    assertThatThrownBy(() -> bob.decrypt(late.getFirst()))
        .isInstanceOf(SignalException.OldCounter.class);
    for (int i = 2; i < late.size(); i++) {
      bob.decrypt(late.get(i));
    }
  }

  @Test
  void aDamagedStateThatIsTooLongIsDropped() throws Exception {
    begin(bob.publish(false));
    exchange(alice, bob);
    SignalSession session = bob.session().orElseThrow();
    bob.store(
        new SignalSession(
            session.current(), List.of(ByteString.copyFrom(new byte[200_000]), ByteString.EMPTY)));
    assertThat(bob.session().orElseThrow().archiveCurrent().archived())
        .hasSize(2)
        .endsWith(ByteString.EMPTY);
  }

  private static int skipped(Optional<SessionState> state) {
    return state.orElseThrow().receiving().stream()
        .mapToInt(chain -> chain.keys().skipped().size())
        .sum();
  }

  /** Another session of alice, who forgets the one before. */
  private void begin(PreKeyBundle bundle) throws Exception {
    alice.store(SignalSession.EMPTY);
    alice.begin(bundle);
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

  private static void exchange(Peer from, Peer to) throws Exception {
    assertThat(to.decrypt(from.encrypt("text"))).isEqualTo("text");
  }
}
