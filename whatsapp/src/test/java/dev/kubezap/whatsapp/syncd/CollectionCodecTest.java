package dev.kubezap.whatsapp.syncd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.proto.SyncdKeyId;
import dev.kubezap.whatsapp.proto.SyncdPatch;
import dev.kubezap.whatsapp.proto.SyncdSnapshot;
import dev.kubezap.whatsapp.proto.SyncdVersion;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Patches and snapshots of Baileys are read, ours are what it would read, and no wrong bit passes.
 */
class CollectionCodecTest {
  private static final ByteString KEY_ID = ByteString.fromHex("000000000001");
  private static final KeyRing RING =
      new KeyRing(
          Map.of(
              KEY_ID,
              ByteString.fromHex(
                  "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")));

  /**
   * Three patches that follow one another, made by Baileys 7 (encodeSyncdPatch) under the key
   * above, and the sum that it has after each: archived, pinned, not archived.
   */
  private static final List<String[]> VECTORS =
      List.of(
          new String[] {
            "ErkBCAAStAEKIgogNoabQuhGgXuUO7JFra0/RbC+vFXh8vSIFfLRaUN6BFUSgwEKgAFppn+tTnSE"
                + "EVnQBo4BMfh2yKFXe7bigRQRc58hMrNn4Qs3vTVbiGjelzdirJZVM8G/OBUg8rSJuBwznrg9k7Zg"
                + "OQbPipQnGl0b1tHRrlJGQO4KzirlB1sdBI+C+O+8Ls8AE4xuuh9vb055x53O5LyZyuGb0O4YOrmI"
                + "vdA58ae1bxoICgYAAAAAAAEiIMBvQn1Hn+fi6jHey8oUfqjjWM0eG/klg0Zk68vTii17KiCqkxBn"
                + "X8F3vHLFySN/nV41XrNUhzxliLBIOtT0dapB8jIICgYAAAAAAAE=",
            "ScPkzHbDlqLb+ikPH0S7Zn3pRSwRhfXV2fwiPdJnQRpoqeiu+3j+/mDIT1QCobrLZwLaXiwu/6zG"
                + "R4uwWIPqYvKY6Y+8TW6xWgl5bCzvmOzpMYwKbE29+25Qa90NU9Jg7RCauMYUOpzC4bXu852Qdrw/"
                + "jtc1ikpM9oU3RlD5Pxg="
          },
          new String[] {
            "EqcBCAASogEKIgogupRt2A+nDR+zqo/99XCPec9JPf+1SD1T3LCCWNubwqsScgpwwKdMBOS8y47u"
                + "hexEUJJdEWWp0qu/mzE13cqqXXceeCl0ikdTIcjgFQd7wCbR/IR4CLtlY8H1t3QPHUBAMonJ6+Ii"
                + "jjAMfDBJqTxPTtMiGow5bfCDxeIA4ToKkgtuGMuIKbhYUY6YKGVCmjO9qXF1jBoICgYAAAAAAAEi"
                + "IOTiSK8Rh3msdgnKqkRxNSN2phM3G5+syIWHdVhZkyVyKiB+v7StjSMJn8yFAEBLFDgqjQch8L20"
                + "XzR1+XEmzEuy5jIICgYAAAAAAAE=",
            "zw+OCMKtQUMU9JTMzzzQAbzl9U/njU7ZG7dEMbUIYREH+osT1vLkIhs8qQUdpSsJ9yBkFe0Q4iJ/"
                + "9SPDp7Dv6er3YuWSa+2CTlGhVVDffJNSlfYd5xgiCdS4itdg7lN+x3iqqs9oisfud2Kkop/FbwMJ"
                + "7gWTvJKWd7kB3jiV+To="
          },
          new String[] {
            "ErkBCAAStAEKIgogNoabQuhGgXuUO7JFra0/RbC+vFXh8vSIFfLRaUN6BFUSgwEKgAHKgxCjXBum"
                + "VJ/8Yl/iq7sQWoQxK1PTaIl9ASaOQyCv+8E3TDd6Kh0G60wtscL0401vG+TCtpje4c+As4BSg2gw"
                + "NTz6ANQ4oJQj+pMz3ZSHpDUySLyMics25S9wtzD2bU1721/jW7pQfNt36C08IGnTXoq14S8TBH6e"
                + "8eTpoe588BoICgYAAAAAAAEiIBAce6WEVMfwudD6FYkkKtmQnvs7Zw2RnZPRIhLMVLCsKiBLaq62"
                + "5WHkdJ5pp5mOYyddfVo41T+vVdoOzCbElqe3TTIICgYAAAAAAAE=",
            "RbDp3Ic5eCpe2Luno8IzUHV7S1O08uJh89AezsKfNSv43BE1KMX5UWfNZjy0COolqAHngu1fSDQC"
                + "LhikjVrucA282IYfkfXvukJBg3p/gEMOxgjgivRZ4ZTgJ1eDdm0lXm7bdcgfW5PoOvoZAfSLt7N0"
                + "wPCFgv1pJtf+hk326aQ="
          });

  private static SyncdPatch patch(ByteString bytes) {
    try {
      return SyncdPatch.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ByteString bytes(String base64) {
    return ByteString.copyFrom(Base64.getDecoder().decode(base64));
  }

  private static void follow(Map<ByteString, ByteString> entries, Read read) {
    for (Mutation one : read.mutations()) {
      if (one.set()) {
        entries.put(one.indexMac(), one.valueMac());
      } else {
        entries.remove(one.indexMac());
      }
    }
  }

  @Test
  void patchesOfBaileysAreRead() throws Exception {
    Version version = Version.NONE;
    Map<ByteString, ByteString> entries = new HashMap<>();
    List<String> said = new ArrayList<>();
    for (String[] vector : VECTORS) {
      Read read =
          Reader.patch(Collection.REGULAR_LOW, version, patch(bytes(vector[0])), entries, RING);
      version = read.version();
      assertThat(version.hash()).isEqualTo(bytes(vector[1]));
      follow(entries, read);
      SyncActionValue value = SyncActionValue.parseFrom(read.mutations().getFirst().value());
      said.add(
          read.mutations().getFirst().index().toStringUtf8()
              + value.getArchiveChatAction().getArchived()
              + value.getPinAction().getPinned());
    }
    assertThat(version.number()).isEqualTo(3);
    assertThat(said)
        .containsExactly(
            "[\"archive\",\"4915187654321@s.whatsapp.net\"]truefalse",
            "[\"pin_v1\",\"4915187654321@s.whatsapp.net\"]falsetrue",
            "[\"archive\",\"4915187654321@s.whatsapp.net\"]falsefalse");
  }

  @Test
  void noWrongBitPasses() {
    byte[] right = bytes(VECTORS.getFirst()[0]).toByteArray();
    int passed = 0;
    for (int bit = 0; bit < right.length * 8; bit++) {
      byte[] wrong = right.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        Read read =
            Reader.patch(
                Collection.REGULAR_LOW, Version.NONE, SyncdPatch.parseFrom(wrong), Map.of(), RING);
        // What is not covered by a code, such as an operation that is none, changes nothing.
        assertThat(read.version().hash()).isEqualTo(bytes(VECTORS.getFirst()[1]));
        passed++;
      } catch (SyncdException | InvalidProtocolBufferException e) {
        assertThat(e).isNotNull();
      }
    }
    assertThat(passed).isLessThan(20);
    assertThatThrownBy(
            () ->
                Reader.patch(
                    Collection.REGULAR,
                    Version.NONE,
                    patch(ByteString.copyFrom(right)),
                    Map.of(),
                    RING))
        .isInstanceOf(SyncdException.Wrong.class);
  }

  @Test
  void aMissingKeyIsNamed() {
    SyncdPatch patch = patch(bytes(VECTORS.getFirst()[0]));
    assertThatThrownBy(
            () ->
                Reader.patch(
                    Collection.REGULAR_LOW, Version.NONE, patch, Map.of(), new KeyRing(Map.of())))
        .isInstanceOfSatisfying(
            SyncdException.MissingKey.class, e -> assertThat(e.id()).isEqualTo(KEY_ID));
  }

  @Test
  void whatIsWrittenIsReadWhateverWasThereBefore() throws Exception {
    Random dice = new Random(7);
    RandomBytes random =
        count -> {
          byte[] next = new byte[count];
          dice.nextBytes(next);
          return next;
        };
    Version version = Version.NONE;
    Map<ByteString, ByteString> entries = new HashMap<>();
    for (int turn = 0; turn < 60; turn++) {
      List<Writer.Entry> wanted = new ArrayList<>();
      for (int i = dice.nextInt(4) + 1; i > 0; i--) {
        ByteString index = IndexJson.of("mute", "chat \"" + dice.nextInt(6) + "\"");
        wanted.add(new Writer.Entry(dice.nextInt(4) > 0, index, ByteString.EMPTY, 2));
      }
      Writer.Patch made =
          Writer.patch(Collection.REGULAR_HIGH, version, wanted, entries, KEY_ID, RING, random);
      Read read =
          Reader.patch(Collection.REGULAR_HIGH, version, patch(made.patch()), entries, RING);
      assertThat(read).isEqualTo(made.read());
      version = read.version();
      follow(entries, read);
    }
    // The sum is that of what is there, whatever was there meanwhile.
    LtHash sum = new LtHash(ByteString.EMPTY);
    entries.values().forEach(sum::add);
    assertThat(version.hash()).isEqualTo(sum.value());
    assertThat(IndexJson.read(IndexJson.of("a\"b", "c\\d", "e\nf")))
        .contains(List.of("a\"b", "c\\d", "e\nf"));
    assertThat(IndexJson.read(ByteString.copyFromUtf8("[1]"))).isEmpty();
  }

  @Test
  void aSnapshotIsReadWholeOrNotAtAll() throws Exception {
    SyncdPatch first = patch(bytes(VECTORS.getFirst()[0]));
    Version version =
        Reader.patch(Collection.REGULAR_LOW, Version.NONE, first, Map.of(), RING).version();
    SyncdSnapshot snapshot =
        SyncdSnapshot.newBuilder()
            .setVersion(SyncdVersion.newBuilder().setVersion(1))
            .addRecords(first.getMutations(0).getRecord())
            .setMac(first.getSnapshotMac())
            .setKeyId(SyncdKeyId.newBuilder().setId(KEY_ID))
            .build();
    assertThat(Reader.snapshot(Collection.REGULAR_LOW, snapshot, RING).version())
        .isEqualTo(version);
    assertThatThrownBy(
            () ->
                Reader.snapshot(
                    Collection.REGULAR_LOW, snapshot.toBuilder().clearRecords().build(), RING))
        .isInstanceOf(SyncdException.Wrong.class);
  }
}
