package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * Two devices do anything in any order, over a line that loses, repeats, reorders and damages, with
 * a model beside them: an honest message is read exactly once, everything else is refused and
 * changes nothing.
 */
@Tag("slow")
final class RandomInteractionTest {
  private record Parcel(int recipient, Peer.Wire wire, String text) {}

  @Property(tries = 60, seed = "2611")
  void modelHolds(@ForAll long seed) throws Exception {
    Random chance = new Random(seed);
    OurPeer[] peers = {new OurPeer(seed), new OurPeer(~seed)};
    List<Parcel> line = new ArrayList<>();
    List<Parcel> delivered = new ArrayList<>();
    Set<String> counters = new HashSet<>();
    peers[0].begin(peers[1].publish(chance.nextBoolean()));
    for (int step = 0; step < 120; step++) {
      int actor = chance.nextInt(2);
      switch (chance.nextInt(12)) {
        case 0 -> {
          if (chance.nextInt(4) == 0) {
            peers[actor].begin(peers[1 - actor].publish(chance.nextBoolean()));
          }
        }
        case 1 -> {
          if (chance.nextInt(4) == 0) {
            peers[actor].session().ifPresent(s -> peers[actor].store(s.archiveCurrent()));
          }
        }
        case 2 -> loseOne(line, chance);
        case 3 -> refuseRepeated(peers, delivered, chance);
        case 4 -> refuseDamaged(peers, line, chance);
        case 5, 6, 7 -> deliverOne(peers, line, delivered, chance);
        default -> send(peers, actor, line, counters, "text " + step, chance);
      }
    }
    while (!line.isEmpty()) {
      deliverOne(peers, line, delivered, chance);
    }
    for (int i = 0; i < 4; i++) {
      send(peers, i % 2, line, counters, "last " + i, chance);
      deliverOne(peers, line, delivered, chance);
    }
  }

  private static void send(
      OurPeer[] peers,
      int actor,
      List<Parcel> line,
      Set<String> counters,
      String text,
      Random chance)
      throws Exception {
    if (!peers[actor].session().map(SignalSession::canEncrypt).orElse(false)) {
      peers[actor].begin(peers[1 - actor].publish(chance.nextBoolean()));
    }
    Peer.Wire wire = peers[actor].encrypt(text);
    SignalMessage message =
        wire.type() == CiphertextType.PRE_KEY
            ? PreKeyMessage.parse(wire.bytes()).message()
            : SignalMessage.parse(wire.bytes());
    assertThat(counters.add(message.ratchetKey() + " " + message.counter()))
        .as("no message key is used twice")
        .isTrue();
    line.add(new Parcel(1 - actor, wire, text));
  }

  private static void deliverOne(
      OurPeer[] peers, List<Parcel> line, List<Parcel> delivered, Random chance) throws Exception {
    if (!line.isEmpty()) {
      Parcel parcel = line.remove(chance.nextInt(line.size()));
      assertThat(peers[parcel.recipient()].decrypt(parcel.wire())).isEqualTo(parcel.text());
      delivered.add(parcel);
    }
  }

  private static void loseOne(List<Parcel> line, Random chance) {
    if (!line.isEmpty()) {
      line.remove(chance.nextInt(line.size()));
    }
  }

  private static void refuseRepeated(OurPeer[] peers, List<Parcel> delivered, Random chance) {
    if (!delivered.isEmpty()) {
      Parcel parcel = delivered.get(chance.nextInt(delivered.size()));
      refuse(peers[parcel.recipient()], parcel.wire());
    }
  }

  private static void refuseDamaged(OurPeer[] peers, List<Parcel> line, Random chance) {
    if (!line.isEmpty()) {
      Parcel parcel = line.get(chance.nextInt(line.size()));
      byte[] bytes = parcel.wire().bytes().toByteArray();
      // Inside the MAC of the innermost message, which nothing but the check itself protects.
      bytes[bytes.length - 1 - offsetBehindMac(parcel.wire()) - chance.nextInt(8)] ^= 1;
      refuse(
          peers[parcel.recipient()],
          new Peer.Wire(parcel.wire().type(), ByteString.copyFrom(bytes)));
    }
  }

  private static int offsetBehindMac(Peer.Wire wire) {
    if (wire.type() == CiphertextType.SIGNAL) {
      return 0;
    }
    try {
      ByteString mac = PreKeyMessage.parse(wire.bytes()).message().mac();
      for (int behind = 0; ; behind++) {
        int end = wire.bytes().size() - behind;
        if (wire.bytes().substring(end - mac.size(), end).equals(mac)) {
          return behind;
        }
      }
    } catch (SignalException e) {
      throw new AssertionError(e);
    }
  }

  private static void refuse(OurPeer peer, Peer.Wire wire) {
    Optional<SignalSession> before = peer.session();
    try {
      String text = peer.decrypt(wire);
      throw new AssertionError("read what it must refuse: " + text);
    } catch (SignalException e) {
      assertThat(peer.session()).isEqualTo(before);
    }
  }
}
