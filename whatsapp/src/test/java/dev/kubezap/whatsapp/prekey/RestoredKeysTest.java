package dev.kubezap.whatsapp.prekey;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After stored state was restored no prekey id comes again; what the server has tells of it. */
class RestoredKeysTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final int MAXIMUM = PreKeySupply.MAXIMUM_ID;

  private final MemoryStore store = new MemoryStore();

  /** Keys are made of what it likes, ids of these 24 bits. */
  private static RandomBytes bits(int bits) {
    return length ->
        length == 3
            ? new byte[] {(byte) (bits >> 16), (byte) (bits >> 8), (byte) bits}
            : new byte[length];
  }

  private static Change supply(int next, int offered) {
    return new Change.Put<>(new PreKeySupplyKey(), new PreKeySupply(next, next, offered));
  }

  private RestoredKeys stored(int next, int offered) {
    store(store, supply(next, offered));
    return RestoredKeys.gather(store);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0x000000, 100001",
    "1, 0xFFFFFF, 1148576",
    "500, 0x810203, 628916",
    "16677215, 0x000000, 16777215",
    "16677216, 0x000000, 1",
    "16677217, 0x000000, 2",
  })
  void idsLeapAndBeginAnewAfterTheLargest(int next, String bits, int expected) {
    assertThat(stored(next, 4).renewedSupply(bits(Integer.decode(bits))))
        .isEqualTo(supply(expected, 0));
  }

  @ParameterizedTest
  @CsvSource({"0x000000, 1", "0x010203, 66052", "0xFFFFFE, 16777215", "0xFFFFFF, 1"})
  void withoutASupplyAnyIdWillDo(String bits, int expected) {
    assertThat(RestoredKeys.gather(store).renewedSupply(bits(Integer.decode(bits))))
        .isEqualTo(supply(expected, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 100007", "7, 100007", "6, 100007", "9, 100009"})
  void theSignedOneLeapsFromTheNewestThatIsKnown(int offered, int expected) {
    DeviceIdentity renewed = stored(50, offered).renewed(DEVICE, bits(0), NOW);
    assertThat(renewed.signedPreKeys().getFirst().id()).isEqualTo(expected);
    assertThat(renewed.signedPreKeys().subList(1, 2)).isEqualTo(DEVICE.signedPreKeys());
    assertThat(
            RestoredKeys.gather(new MemoryStore())
                .renewed(DEVICE, bits(0), NOW)
                .signedPreKeys()
                .getFirst()
                .id())
        .isEqualTo(100_007);
  }

  @Test
  void anIdentityWithoutTheOfferedKeyIsOlder() {
    assertThat(RestoredKeys.gather(store).identityIsOlder(DEVICE)).isFalse();
    assertThat(stored(5, 0).identityIsOlder(DEVICE)).isFalse();
    assertThat(stored(5, 7).identityIsOlder(DEVICE)).isFalse();
    assertThat(stored(5, 8).identityIsOlder(DEVICE)).isTrue();
    DeviceIdentity rotated = SignedPreKeys.rotated(DEVICE, 8, new SeededBytes(2), NOW);
    assertThat(stored(5, 7).identityIsOlder(rotated)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"99, false", "100, true", "100099, true", "100100, false"})
  void preKeysThatComeNextWereMadeByALostState(int atServer, boolean ahead) {
    assertThat(
            new KeyDigest(1, ByteString.EMPTY, 7, List.of(1, atServer))
                .isAheadOf(new PreKeySupply(100, 90, 7)))
        .isEqualTo(ahead);
  }

  private static Node number(String tag, int... bytes) {
    ByteString.Output out = ByteString.newOutput();
    for (int one : bytes) {
      out.write(one);
    }
    return Node.of(tag, out.toByteString());
  }

  private static List<Node> digest() {
    return List.of(
        number("registration", 0, 0, 0x12, 0x34),
        Node.of("identity", DEVICE.identityKey().publicKey().bytes()),
        Node.of("skey", number("id", 0, 0, 7)),
        Node.of("list", number("id", 0x81, 0xFF, 2), Node.of("id"), number("other", 1)));
  }

  private static Node iq(List<Node> parts) {
    return Node.of("iq", Node.of("digest").withChildren(parts));
  }

  @Test
  void readsWhatTheServerHas() {
    KeyDigest digest = KeyDigest.in(iq(digest())).orElseThrow();
    assertThat(digest)
        .isEqualTo(
            new KeyDigest(0x1234, DEVICE.identityKey().publicKey().bytes(), 7, List.of(0x81FF02)));
    assertThat(digest.isOf(DEVICE)).isTrue();
    assertThat(KeyDigest.in(Node.of("iq"))).isEmpty();
    for (int part = 0; part < 3; part++) {
      List<Node> lacking = new ArrayList<>(digest());
      lacking.remove(part);
      assertThat(KeyDigest.in(iq(lacking))).as("without %s", digest().get(part).tag()).isEmpty();
    }
    assertThat(KeyDigest.in(iq(digest().subList(0, 3))))
        .get()
        .extracting(KeyDigest::preKeyIds)
        .isEqualTo(List.of());
    assertThat(KeyDigest.query()).isEqualTo(PreKeyUpload.query("get", Node.of("digest")));
  }

  @Test
  void anyOtherLongLivedKeyIsNotOfThisDevice() {
    ByteString identity = DEVICE.identityKey().publicKey().bytes();
    assertThat(new KeyDigest(0x1235, identity, 7, List.of()).isOf(DEVICE)).isFalse();
    assertThat(new KeyDigest(0x1234, identity, 8, List.of()).isOf(DEVICE)).isFalse();
    assertThat(new KeyDigest(0x1234, ByteString.EMPTY, 7, List.of()).isOf(DEVICE)).isFalse();
    assertThat(MAXIMUM).isEqualTo((1 << 24) - 1);
  }
}
