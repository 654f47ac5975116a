package dev.kubezap.pod.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.DataKey;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.DeviceIdentity.Pairing;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityFileTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final RecordCipher CIPHER = cipher(1);
  private static final Witness WITNESS = new Witness(7, "7000000001", 3, OptionalLong.of(99));

  @TempDir private Path folder;

  @Test
  void keepsIdentityAndWitnessApartFromEachOther() {
    IdentityFile file = new IdentityFile(folder, "shop/support", CIPHER);
    assertThat(file.load()).isEmpty();
    assertThat(file.witness()).isEqualTo(Witness.NONE);

    DeviceIdentity pending = identity(Pairing.PENDING, 2);
    file.save(pending);
    file.remember(WITNESS);
    file.save(pending.active());

    IdentityFile reopened = new IdentityFile(folder, "shop/support", CIPHER);
    assertThat(reopened.load()).contains(pending.active());
    assertThat(reopened.witness()).isEqualTo(WITNESS);

    reopened.erase();
    assertThat(new IdentityFile(folder, "shop/support", CIPHER).load()).isEmpty();
    assertThat(file.witness()).isEqualTo(WITNESS);
  }

  @ParameterizedTest(name = "copy {0} is damaged")
  @ValueSource(ints = {0, 1})
  void anErasedIdentityComesBackFromNeitherCopy(int damaged) throws Exception {
    IdentityFile file = new IdentityFile(folder, "shop/support", CIPHER);
    file.remember(WITNESS);
    file.save(identity(Pairing.PENDING, 2));
    file.save(identity(Pairing.ACTIVE, 2));
    file.erase();

    byte[] bytes = Files.readAllBytes(path());
    bytes[damaged * SlotFile.SLOT]++;
    Files.write(path(), bytes);

    IdentityFile reopened = new IdentityFile(folder, "shop/support", CIPHER);
    assertThat(reopened.load()).isEmpty();
    assertThat(reopened.witness()).isEqualTo(WITNESS);
  }

  @Test
  @Tag("slow")
  void everyPrefixOfAWriteLeavesOldOrNew() throws Exception {
    DeviceIdentity old = identity(Pairing.PENDING, 1);
    DeviceIdentity fresh = identity(Pairing.ACTIVE, 3);
    IdentityFile file = new IdentityFile(folder, "s", CIPHER);
    file.save(identity(Pairing.PENDING, 2));
    file.save(old);
    byte[] before = Files.readAllBytes(path());
    for (int length = 0; length < SlotFile.SLOT; length += length < 1500 ? 1 : 977) {
      Files.write(path(), before);
      int cut = length;
      IdentityFile torn = interrupted(cut);
      assertThatThrownBy(() -> torn.save(fresh)).isInstanceOf(StoreUnavailableException.class);
      assertThat(new IdentityFile(folder, "s", CIPHER).load().orElseThrow()).isIn(old, fresh);
      assertThat(file.load().orElseThrow()).isIn(old, fresh);
      file.save(fresh);
      assertThat(file.load()).contains(fresh);
    }
  }

  @Test
  void aFirstWriteCutShortLeavesNothing() throws Exception {
    for (int length : new int[] {0, 1, 4, 19, 21, 300, SlotFile.SLOT - 1}) {
      Files.deleteIfExists(path());
      IdentityFile torn = interrupted(length);
      assertThatThrownBy(() -> torn.save(identity(Pairing.PENDING, 1)))
          .isInstanceOf(StoreUnavailableException.class);
      IdentityFile file = new IdentityFile(folder, "s", CIPHER);
      if (length < 1000) {
        assertThat(file.load()).isEmpty();
      }
      file.save(identity(Pairing.ACTIVE, 1));
      assertThat(file.load()).isPresent();
    }
  }

  @Test
  void takesAllItsSpaceAtFirstAndIsForItsOwnerOnly() throws Exception {
    IdentityFile file = new IdentityFile(folder, "s", CIPHER);
    file.remember(WITNESS);
    assertThat(Files.size(path())).isEqualTo(2L * SlotFile.SLOT);
    assertThat(Files.getPosixFilePermissions(path()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    file.save(identity(Pairing.ACTIVE, 5));
    assertThat(Files.size(path())).isEqualTo(2L * SlotFile.SLOT);
  }

  @Test
  void damageAndForeignKeysAreSaidAndNeverReadAsNothing() throws Exception {
    IdentityFile file = new IdentityFile(folder, "s", CIPHER);
    file.save(identity(Pairing.ACTIVE, 1));
    file.save(identity(Pairing.ACTIVE, 1));

    IdentityFile otherKey = new IdentityFile(folder, "s", cipher(2));
    assertThatThrownBy(otherKey::load)
        .isInstanceOf(StoredStateException.class)
        .hasMessageContaining("data key with id");
    assertThatThrownBy(() -> otherKey.save(identity(Pairing.PENDING, 1)))
        .isInstanceOf(StoredStateException.class);
    assertThatThrownBy(() -> new IdentityFile(folder, "another", CIPHER).load())
        .isInstanceOf(StoredStateException.class);

    byte[] bytes = Files.readAllBytes(path());
    bytes[100] ^= 1;
    Files.write(path(), bytes);
    assertThat(file.load()).as("the other copy").isPresent();
    bytes[SlotFile.SLOT + 100] ^= 1;
    Files.write(path(), bytes);
    assertThatThrownBy(file::load).isInstanceOf(StoredStateException.class);
  }

  @Test
  void holdsNoKeyInTheClear() throws Exception {
    DeviceIdentity identity = identity(Pairing.ACTIVE, 1);
    new IdentityFile(folder, "s", CIPHER).save(identity);
    byte[] key = identity.noiseKey().privateKey().bytes().toByteArray();
    ByteString stored = ByteString.copyFrom(Files.readAllBytes(path()));
    for (int i = 0; i + key.length <= stored.size(); i++) {
      assertThat(
              stored.byteAt(i) == key[0]
                  && stored.substring(i, i + 32).equals(ByteString.copyFrom(key)))
          .isFalse();
    }
  }

  private Path path() {
    return folder.resolve(IdentityFile.NAME);
  }

  /** A file whose writes end after so many bytes, as in a crash. */
  private IdentityFile interrupted(int length) {
    SlotFile.Writer writer =
        (FileChannel channel, ByteBuffer bytes, long position) -> {
          SlotFile.writeFully(channel, bytes.slice(0, length), position);
          throw new IOException("killed here");
        };
    return new IdentityFile(new SlotFile(path(), writer), "s", CIPHER);
  }

  private static DeviceIdentity identity(Pairing pairing, int preKeys) {
    List<SignedPreKeyRecord> records =
        java.util.stream.IntStream.range(0, preKeys)
            .mapToObj(
                id ->
                    new SignedPreKeyRecord(
                        id,
                        keyPair(),
                        ByteString.copyFrom(new byte[64]),
                        Instant.parse("2026-11-21T10:00:00Z")))
            .toList();
    return new DeviceIdentity(
        pairing,
        keyPair(),
        keyPair(),
        16380,
        records,
        Jid.of("4915112345678:12@s.whatsapp.net"),
        Optional.of(Jid.of("123456:12@lid")),
        ByteString.copyFromUtf8("signed device identity"),
        "smba",
        Optional.empty(),
        Instant.parse("2026-11-21T10:00:00.123456Z"));
  }

  private static KeyPair keyPair() {
    byte[] bytes = new byte[PrivateKey.LENGTH];
    RANDOM.nextBytes(bytes);
    return KeyPair.of(PrivateKey.of(bytes));
  }

  private static RecordCipher cipher(int fill) {
    byte[] key = new byte[DataKey.LENGTH];
    Arrays.fill(key, (byte) fill);
    return new RecordCipher(List.of(new DataKey(key)), RANDOM);
  }
}
