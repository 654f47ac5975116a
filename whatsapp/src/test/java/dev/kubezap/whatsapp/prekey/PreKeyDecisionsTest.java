package dev.kubezap.whatsapp.prekey;

import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One-time prekeys: never offered before they are stored, never two under one id. */
class PreKeyDecisionsTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final SeededBytes RANDOM = new SeededBytes(9);

  private final MemoryStore store = new MemoryStore();

  private static PreKey preKey(int id) {
    return new PreKey(id, Curve25519.generate(RANDOM));
  }

  private static Change put(PreKeySupply supply) {
    return new Change.Put<>(new PreKeySupplyKey(), supply);
  }

  private static Change put(PreKey preKey) {
    return new Change.Put<>(new PreKeyKey(preKey.id()), preKey);
  }

  private static List<PreKey> preKeys(int... ids) {
    return IntStream.of(ids).mapToObj(PreKeyDecisionsTest::preKey).toList();
  }

  @Test
  void recordsComeBackAsTheyWereStored() {
    PreKey one = preKey(0x010203);
    PreKeyKey key = new PreKeyKey(one.id());
    assertThat(key.decode(key.encode(one))).isEqualTo(one);
    assertThat(key.kind() + "/" + key.name()).isEqualTo("pre-key/66051");
    for (int size : new int[] {0, 63, 65}) {
      assertThatThrownBy(() -> key.decode(ByteString.copyFrom(new byte[size])))
          .isInstanceOf(StoredStateException.class);
    }
    PreKeySupplyKey own = new PreKeySupplyKey();
    PreKeySupply supply = new PreKeySupply(5, 3, 2);
    assertThat(own.decode(own.encode(supply))).isEqualTo(supply);
    assertThat(own.kind() + "/" + own.name()).isEqualTo("pre-key-supply/own");
    assertThatThrownBy(() -> own.decode(ByteString.copyFrom(new byte[] {-1})))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void idsBeginAnewOnlyWhenTheyAreUsedUp() {
    PreKeySupply full = new PreKeySupply(PreKeySupply.MAXIMUM_ID - 5, 40, 7);
    assertThat(full.withRoomFor(5)).isEqualTo(full);
    assertThat(full.withRoomFor(6)).isEqualTo(new PreKeySupply(1, 1, 7));
    assertThat(new PreKeySupply(10, 8, 7).made(4)).isEqualTo(new PreKeySupply(14, 8, 7));
    assertThat(new PreKeySupply(10, 8, 7).confirmed(9)).isEqualTo(new PreKeySupply(10, 10, 9));
  }

  /** One that is handed to a single device must not look like one the server should have. */
  @Test
  void handsOutOneBesideTheSupply() {
    assertThat(new PreKeySupply(10, 10, 7).handedOut()).isEqualTo(new PreKeySupply(11, 11, 7));
    assertThat(new PreKeySupply(10, 8, 7).handedOut()).isEqualTo(new PreKeySupply(11, 8, 7));
    store(store, put(new PreKeySupply(PreKeySupply.MAXIMUM_ID, 30, 7)));
    var fresh = new SinglePreKeys().gather(store).make(RANDOM);
    assertThat(fresh.preKey().id()).isEqualTo(1);
    assertThat(fresh.changes())
        .containsExactly(put(fresh.preKey()), put(new PreKeySupply(2, 2, 7)));
    assertThat(new SinglePreKeys().key(17)).isEqualTo(new PreKeyKey(17));
    var first = new SinglePreKeys().gather(new MemoryStore()).make(RANDOM);
    assertThat(first.changes()).contains(put(new PreKeySupply(2, 2, 0)));
  }

  @Test
  void readsWhatTheServerMayNotHave() {
    assertThat(PreKeyUpload.gather(store))
        .isEqualTo(new PreKeyUpload.Supply(PreKeySupply.NONE, List.of()));
    List<PreKey> stored = preKeys(8, 9, 11, 12);
    stored.forEach(one -> store(store, put(one)));
    PreKeySupply supply = new PreKeySupply(12, 9, 7);
    store(store, put(supply));
    // Number 10 was used meanwhile, 8 is confirmed, 12 is not the supply's yet.
    assertThat(PreKeyUpload.gather(store))
        .isEqualTo(new PreKeyUpload.Supply(supply, stored.subList(1, 3)));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "4,4", "3000000000,2147483647"})
  void readsCounts(String told, int count) {
    Node answer = Node.of("iq", Node.of("count").with("value", told));
    assertThat(PreKeyUpload.countIn(answer)).contains(count);
    assertThat(PreKeyUpload.countIn(Node.of("iq", Node.of("count")))).isEmpty();
    assertThat(PreKeyUpload.countIn(Node.of("iq"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4,7,50", "5,7,0", "5,6,50", "900,0,812", "0,0,812", "0,7,50"})
  void offersMoreWhenFewAreLeftOrTheSignedOneIsUnknown(int left, int signed, int offered) {
    PreKeyUpload.Supply supply =
        new PreKeyUpload.Supply(new PreKeySupply(100, 100, signed), List.of());
    Optional<PreKeyUpload.Upload> due = PreKeyUpload.due(left, supply, DEVICE, RANDOM);
    assertThat(due.map(upload -> keys(upload.query()).size()).orElse(0)).isEqualTo(offered);
    due.ifPresent(
        upload -> {
          // Every one that is offered is stored, and their ids with them.
          assertThat(upload.changes().subList(0, offered))
              .extracting(change -> ((Change.Put<?>) change).key())
              .isEqualTo(IntStream.range(100, 100 + offered).mapToObj(PreKeyKey::new).toList());
          assertThat(upload.changes()).hasSize(offered + 1);
          assertThat(upload.changes().getLast())
              .isEqualTo(put(new PreKeySupply(100 + offered, 100, signed)));
        });
  }

  private static List<Node> keys(Node upload) {
    return upload.child("list").orElseThrow().children("key");
  }

  private static ByteString bytes(int... values) {
    ByteString.Output bytes = ByteString.newOutput();
    IntStream.of(values).forEach(bytes::write);
    return bytes.toByteString();
  }

  @Test
  void offersTheSameAgainUntilTheyAreConfirmed() {
    List<PreKey> unconfirmed = preKeys(IntStream.range(0x0FFF0, 0x10000 + 34).toArray());
    PreKeySupply state = new PreKeySupply(0x10000 + 34, 0x0FFF0, 7);
    PreKeyUpload.Upload exact =
        PreKeyUpload.due(0, new PreKeyUpload.Supply(state, unconfirmed), DEVICE, RANDOM)
            .orElseThrow();
    assertThat(exact.changes()).containsExactly(put(state));
    assertThat(keys(exact.query()))
        .containsExactlyElementsOf(unconfirmed.stream().map(PreKeyDecisionsTest::offered).toList());

    PreKeyUpload.Upload more =
        PreKeyUpload.due(
                0, new PreKeyUpload.Supply(state, unconfirmed.subList(0, 49)), DEVICE, RANDOM)
            .orElseThrow();
    List<Node> expected =
        new ArrayList<>(
            unconfirmed.subList(0, 49).stream().map(PreKeyDecisionsTest::offered).toList());
    Change.Put<?> made = (Change.Put<?>) more.changes().getFirst();
    assertThat(made.key()).isEqualTo(new PreKeyKey(0x10000 + 34));
    expected.add(offered((PreKey) made.value()));
    assertThat(keys(more.query())).isEqualTo(expected);
    assertThat(more.changes()).hasSize(2).contains(put(state.made(1)));
  }

  private static Node offered(PreKey one) {
    return Node.of(
        "key",
        Node.of("id", bytes(one.id() >> 16, one.id() >> 8 & 0xFF, one.id() & 0xFF)),
        Node.of("value", one.keyPair().publicKey().bytes()));
  }

  @Test
  void anUploadCarriesTheLongLivedKeysToo() {
    Node query =
        PreKeyUpload.due(
                0,
                new PreKeyUpload.Supply(new PreKeySupply(9, 9, 7), preKeys()),
                DEVICE,
                new SeededBytes(4))
            .orElseThrow()
            .query();
    assertThat(query.tag()).isEqualTo("iq");
    assertThat(query.attributes())
        .isEqualTo(Map.of("to", Jid.SERVICE.toString(), "type", "set", "xmlns", "encrypt"));
    assertThat(query.child("registration").flatMap(Node::bytes)).contains(bytes(0, 0, 0x12, 0x34));
    assertThat(query.child("type").flatMap(Node::bytes)).contains(bytes(5));
    assertThat(query.child("identity").flatMap(Node::bytes))
        .contains(DEVICE.identityKey().publicKey().bytes());
    assertThat(query.child("skey"))
        .contains(
            Node.of(
                "skey",
                Node.of("id", bytes(0, 0, 7)),
                Node.of("value", DEVICE.signedPreKeys().getFirst().key().publicKey().bytes()),
                Node.of("signature", DEVICE.signedPreKeys().getFirst().signature())));
    assertThat(PreKeyUpload.countQuery()).isEqualTo(PreKeyUpload.query("get", Node.of("count")));
  }

  private static Node low(int count) {
    return Node.of("notification", Node.of("count").with("value", count))
        .with("from", Jid.SERVICE)
        .with("type", "encrypt")
        .with("id", "n1");
  }

  @Test
  void onlyCountsAreCalls() {
    assertThat(RefillPreKeys.wants(low(3))).isTrue();
    assertThat(RefillPreKeys.wants(low(3).with("type", "other"))).isFalse();
    assertThat(RefillPreKeys.wants(low(3).withChildren(Node.of("identity")))).isFalse();
    assertThat(RefillPreKeys.wants(Node.of("iq", low(3).children().getFirst()))).isFalse();
  }

  @Test
  void refillsAfterTheServerCalled() {
    RefillPreKeys step = new RefillPreKeys();
    PreKeySupply supply = new PreKeySupply(60, 50, 7);
    store(store, put(supply));
    Outcome refill = decide(step, low(4), store, turn(DEVICE));
    assertThat(refill.effects()).hasSize(1).first().isInstanceOf(Effect.Send.class);
    assertThat(refill.changes()).last().isEqualTo(put(supply.made(50)));
    assertThat(keys(refill.ask().map(Ask::queries).orElseThrow().getFirst())).hasSize(50);
    assertThat(decide(step, low(5), store, turn(DEVICE)))
        .isEqualTo(new Outcome(List.of(), refill.effects(), Optional.empty()));
    assertThat(decide(step, low(4), store, unpaired())).isEqualTo(Outcome.nothing());
    assertThat(answered(step, low(4), 1, store, turn(DEVICE), new Reply.Result(Node.of("iq"))))
        .isEqualTo(Outcome.builder().change(put(supply.confirmed(7))).build());
    for (Reply no : List.of(new Reply.Missing(), new Reply.Refused(500, ""))) {
      assertThat(answered(step, low(4), 1, store, turn(DEVICE), no)).isEqualTo(Outcome.nothing());
    }
  }
}
