package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole conversations between our implementation, itself and another one. */
@Tag("slow")
final class ConversationTest {
  private static Stream<Arguments> pairs() {
    return Stream.of(true, false)
        .flatMap(
            oneTime ->
                Stream.of(
                    Arguments.of(new OurPeer(1), new ReferencePeer(), oneTime),
                    Arguments.of(new ReferencePeer(), new OurPeer(2), oneTime),
                    Arguments.of(new OurPeer(3), new OurPeer(4), oneTime)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void twoHundredMessagesBothWays(Peer alice, Peer bob, boolean oneTime) throws Exception {
    alice.begin(bob.publish(oneTime));
    for (int i = 0; i < 200; i++) {
      exchange(alice, bob, "to bob " + i);
      if (i == 0) {
        continue;
      }
      exchange(bob, alice, "to alice " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void runsInOneDirectionBeforeAnAnswer(Peer alice, Peer bob, boolean oneTime) throws Exception {
    alice.begin(bob.publish(oneTime));
    for (int i = 0; i < 20; i++) {
      Peer.Wire wire = alice.encrypt("early " + i);
      assertThat(wire.type()).isEqualTo(CiphertextType.PRE_KEY);
      assertThat(bob.decrypt(wire)).isEqualTo("early " + i);
    }
    exchange(bob, alice, "answer");
    Peer.Wire wire = alice.encrypt("after");
    assertThat(wire.type()).isEqualTo(CiphertextType.SIGNAL);
    assertThat(bob.decrypt(wire)).isEqualTo("after");
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 10; i++) {
        exchange(round % 2 == 0 ? bob : alice, round % 2 == 0 ? alice : bob, round + " " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aHundredShuffledMessagesOfOneChain(Peer alice, Peer bob, boolean oneTime) throws Exception {
    establish(alice, bob, oneTime);
    List<Integer> order = new ArrayList<>();
    List<Peer.Wire> wires = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      wires.add(alice.encrypt("text " + i));
      order.add(i);
    }
    Collections.shuffle(order, new Random(7));
    for (int i : order) {
      assertThat(bob.decrypt(wires.get(i))).isEqualTo("text " + i);
    }
    exchange(bob, alice, "after");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void lateMessagesOfEarlierChains(Peer alice, Peer bob, boolean oneTime) throws Exception {
    establish(alice, bob, oneTime);
    List<Peer.Wire> late = new ArrayList<>();
    for (int chain = 0; chain < 3; chain++) {
      for (int i = 0; i < 3; i++) {
        late.add(alice.encrypt("late " + late.size()));
      }
      exchange(alice, bob, "turn");
      exchange(bob, alice, "turn");
    }
    for (int i = late.size() - 1; i >= 0; i--) {
      assertThat(bob.decrypt(late.get(i))).isEqualTo("late " + i);
    }
    exchange(alice, bob, "after");
    exchange(bob, alice, "after");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void replaysAreRejectedAndHarmless(Peer alice, Peer bob, boolean oneTime) throws Exception {
    alice.begin(bob.publish(oneTime));
    Peer.Wire first = alice.encrypt("first");
    bob.decrypt(first);
    assertThatThrownBy(() -> bob.decrypt(first)).isInstanceOf(Exception.class);
    exchange(bob, alice, "answer");
    List<Peer.Wire> seen = new ArrayList<>(List.of(first));
    for (int i = 0; i < 20; i++) {
      Peer.Wire wire = alice.encrypt("text " + i);
      bob.decrypt(wire);
      seen.add(wire);
      for (Peer.Wire old : seen) {
        assertThatThrownBy(() -> bob.decrypt(old)).isInstanceOf(Exception.class);
      }
      exchange(bob, alice, "turn " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void lossesAndReordersByChance(Peer alice, Peer bob, boolean oneTime) throws Exception {
    establish(alice, bob, oneTime);
    Random chance = new Random(11);
    List<Runnable> deliveries = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<String> received = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      boolean toBob = chance.nextBoolean();
      Peer from = toBob ? alice : bob;
      Peer to = toBob ? bob : alice;
      String text = "text " + i;
      Peer.Wire wire = from.encrypt(text);
      if (chance.nextInt(5) != 0) {
        expected.add(text);
        deliveries.add(() -> received.add(decrypted(to, wire)));
      }
      while (deliveries.size() > chance.nextInt(6)) {
        deliveries.remove(chance.nextInt(deliveries.size())).run();
      }
    }
    deliveries.forEach(Runnable::run);
    assertThat(received).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void crossingSessionsConverge() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      crossing(new OurPeer(100 + seed), new ReferencePeer(), seed);
      crossing(new ReferencePeer(), new OurPeer(200 + seed), seed);
      crossing(new OurPeer(300 + seed), new OurPeer(400 + seed), seed);
    }
  }

  /** Both begin at once, several times over, with messages under way in both directions. */
  private static void crossing(Peer alice, Peer bob, int seed) throws Exception {
    Random chance = new Random(seed);
    if (chance.nextBoolean()) {
      establish(alice, bob, chance.nextBoolean());
    }
    List<Runnable> underWay = new ArrayList<>();
    List<String> received = new ArrayList<>();
    int sent = 0;
    for (int round = 0; round < 3; round++) {
      alice.begin(bob.publish(chance.nextBoolean()));
      bob.begin(alice.publish(chance.nextBoolean()));
      for (int i = 0; i < 10; i++) {
        boolean toBob = chance.nextBoolean();
        Peer to = toBob ? bob : alice;
        Peer.Wire wire = (toBob ? alice : bob).encrypt("text " + sent++);
        underWay.add(() -> received.add(decrypted(to, wire)));
        if (chance.nextInt(3) == 0) {
          underWay.remove(chance.nextInt(underWay.size())).run();
        }
      }
      while (!underWay.isEmpty()) {
        underWay.remove(chance.nextInt(underWay.size())).run();
      }
    }
    assertThat(received).hasSize(sent).doesNotHaveDuplicates();
    for (int i = 0; i < 5; i++) {
      exchange(alice, bob, "after " + i);
      exchange(bob, alice, "after " + i);
    }
  }

  private static String decrypted(Peer peer, Peer.Wire wire) {
    try {
      return peer.decrypt(wire);
    } catch (Exception e) {
      throw new AssertionError("a message was not read", e);
    }
  }

  private static void establish(Peer alice, Peer bob, boolean oneTime) throws Exception {
    alice.begin(bob.publish(oneTime));
    exchange(alice, bob, "hello");
    exchange(bob, alice, "hello");
  }

  private static void exchange(Peer from, Peer to, String text) throws Exception {
    assertThat(to.decrypt(from.encrypt(text))).isEqualTo(text);
  }
}
