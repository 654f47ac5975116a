package dev.kubezap.simulator.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.simulator.crypto.Bytes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two phones' stores with each other; Baileys is the foreign peer in its own test. */
class SignalStoreTest {
  private static final SignalAddress ALICE = new SignalAddress("100", 0);
  private static final SignalAddress BOB = new SignalAddress("200", 0);

  private final SecureRandom random = new SecureRandom();
  private final SignalStore alice = SignalStore.generate(random);
  private final SignalStore bob = SignalStore.generate(random);

  private static void build(SignalStore from, SignalAddress to, SignalStore store) {
    Map.Entry<Integer, Bytes> oneTime = store.newPreKeys(1).entrySet().iterator().next();
    from.build(
        to,
        store.identity().publicKey(),
        store.signedPreKeyId(),
        store.signedPreKey().publicKey(),
        oneTime.getKey(),
        oneTime.getValue());
  }

  private static Bytes decrypt(SignalStore by, SignalAddress from, SignalStore.Encrypted message)
      throws DecryptionException {
    return message.type().equals("pkmsg")
        ? by.decryptPreKey(from, message.body())
        : by.decrypt(from, message.body());
  }

  private record Flight(boolean fromAlice, SignalStore.Encrypted message, Bytes plaintext) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void survivesLossReorderingAndCrossing(long seed) throws DecryptionException {
    Random dice = new Random(seed);
    build(alice, BOB, bob);
    build(bob, ALICE, alice);
    List<Flight> flying = new ArrayList<>();
    Set<Bytes> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      boolean fromAlice = dice.nextBoolean();
      Bytes plaintext = Bytes.utf8("message " + i);
      SignalStore.Encrypted message =
          fromAlice ? alice.encrypt(BOB, plaintext) : bob.encrypt(ALICE, plaintext);
      flying.add(new Flight(fromAlice, message, plaintext));
      if (dice.nextInt(4) == 0) {
        Collections.shuffle(flying, dice);
        int lost = dice.nextInt(2);
        for (Flight flight : flying.subList(lost, flying.size())) {
          Bytes got =
              flight.fromAlice
                  ? decrypt(bob, ALICE, flight.message)
                  : decrypt(alice, BOB, flight.message);
          assertThat(got).isEqualTo(flight.plaintext);
          assertThat(seen.add(got)).isTrue();
        }
        flying.clear();
      }
    }
  }

  @Test
  void refusesWhatItDecryptedBeforeAndForgeriesAndStays() throws DecryptionException {
    build(alice, BOB, bob);
    SignalStore.Encrypted first = alice.encrypt(BOB, Bytes.utf8("one"));
    assertThat(decrypt(bob, ALICE, first)).isEqualTo(Bytes.utf8("one"));
    assertThatThrownBy(() -> decrypt(bob, ALICE, first)).hasMessageContaining("DUPLICATE");
    decrypt(alice, BOB, bob.encrypt(ALICE, Bytes.utf8("two")));
    SignalStore.Encrypted third = alice.encrypt(BOB, Bytes.utf8("three"));
    byte[] forged = third.body().toArray();
    forged[forged.length - 1] ^= 1;
    assertThatThrownBy(() -> bob.decrypt(ALICE, Bytes.of(forged))).hasMessageContaining("MAC");
    assertThat(decrypt(bob, ALICE, third)).isEqualTo(Bytes.utf8("three"));
  }

  @Test
  void usesAOneTimeKeyOnce() throws DecryptionException {
    build(alice, BOB, bob);
    SignalStore.Encrypted first = alice.encrypt(BOB, Bytes.utf8("one"));
    decrypt(bob, ALICE, first);
    bob.forget(ALICE);
    assertThatThrownBy(() -> decrypt(bob, ALICE, first)).hasMessageContaining("NO_PREKEY");
  }

  @Test
  void outlivesItsSnapshot() throws DecryptionException {
    build(alice, BOB, bob);
    decrypt(bob, ALICE, alice.encrypt(BOB, Bytes.utf8("one")));
    SignalStore restored = new SignalStore(bob.snapshot(), random);
    Bytes two = decrypt(alice, BOB, restored.encrypt(ALICE, Bytes.utf8("two")));
    assertThat(two).isEqualTo(Bytes.utf8("two"));
    assertThat(decrypt(restored, ALICE, alice.encrypt(BOB, Bytes.utf8("three"))))
        .isEqualTo(Bytes.utf8("three"));
  }

  @Test
  void showsNoSecret() {
    build(alice, BOB, bob);
    String shown = alice.snapshot().sessions().toString() + alice.identity();
    assertThat(shown).doesNotContain(alice.identity().privateKey().toHex()).contains("Ratchet(");
  }
}
