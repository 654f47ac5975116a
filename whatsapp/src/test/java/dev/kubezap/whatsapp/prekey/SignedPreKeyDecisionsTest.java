package dev.kubezap.whatsapp.prekey;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The signed prekey: replaced in time, kept while it may be named, never offered off the disk. */
class SignedPreKeyDecisionsTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final RotateSignedPreKey STEP = new RotateSignedPreKey();
  private static final Effect DAILY =
      new Effect.Schedule("signed-pre-key", new RotateSignedPreKey.Due(), Duration.ofDays(1));

  private final MemoryStore store = new MemoryStore();

  private static SignedPreKeyRecord key(int id, Instant createdAt) {
    return SignedPreKeys.generate(id, DEVICE.identityKey(), new SeededBytes(id), createdAt);
  }

  private static DeviceIdentity with(SignedPreKeyRecord... keys) {
    return DEVICE.withSignedPreKeys(List.of(keys));
  }

  private static Change supply(int offered) {
    return new Change.Put<>(new PreKeySupplyKey(), new PreKeySupply(9, 8, offered));
  }

  private Outcome due(DeviceIdentity identity) {
    return decide(STEP, new RotateSignedPreKey.Due(), store, turn(identity));
  }

  private static Ask offer(SignedPreKeyRecord key) {
    return new Ask(List.of(PreKeyUpload.query("set", Node.of("rotate", PreKeyUpload.signed(key)))));
  }

  @Test
  void isReplacedAfter27Days() {
    DeviceIdentity old = with(key(5, NOW.minus(Duration.ofDays(27))));
    Outcome outcome = due(old);
    Effect.SaveIdentity saved = (Effect.SaveIdentity) outcome.effects().getLast();
    SignedPreKeyRecord made = saved.identity().signedPreKeys().getFirst();
    assertThat(outcome)
        .isEqualTo(Outcome.builder().effect(DAILY).effect(saved).ask(offer(made)).build());
    assertThat(made.id()).isEqualTo(6);
    assertThat(made.createdAt()).isEqualTo(NOW);
    assertThat(saved.identity().signedPreKeys().subList(1, 2)).isEqualTo(old.signedPreKeys());
    assertThat(
            Curve25519.verify(
                DEVICE.identityKey().publicKey(),
                made.key().publicKey().serialized(),
                made.signature()))
        .isTrue();
    assertThat(due(with(key(5, NOW.minus(Duration.ofDays(27)).plusMillis(1)))))
        .isEqualTo(Outcome.builder().effect(DAILY).build());
    assertThat(decide(STEP, new RotateSignedPreKey.Due(), store, unpaired()))
        .isEqualTo(Outcome.nothing());
  }

  @Test
  void idsBeginAnewAfterTheLargest() {
    Instant old = NOW.minus(Duration.ofDays(40));
    assertThat(due(with(key(PreKeySupply.MAXIMUM_ID, old))).effects())
        .last()
        .matches(e -> newest(e) == 1);
    assertThat(due(with(key(PreKeySupply.MAXIMUM_ID - 1, old))).effects())
        .last()
        .matches(e -> newest(e) == PreKeySupply.MAXIMUM_ID);
  }

  private static int newest(Effect effect) {
    return ((Effect.SaveIdentity) effect).identity().signedPreKeys().getFirst().id();
  }

  /** Until the first upload nothing is known to the server, and that brings it. */
  @Test
  void isOfferedAgainUntilTheServerHasIt() {
    SignedPreKeyRecord young = key(5, NOW);
    assertThat(due(with(young)).ask()).isEmpty();
    store(store, supply(5));
    assertThat(due(with(young)).ask()).isEmpty();
    store(store, supply(4));
    assertThat(due(with(young)))
        .isEqualTo(Outcome.builder().effect(DAILY).ask(offer(young)).build());
  }

  @Test
  void isKnownToTheServerOnceItSaysSo() {
    store(store, supply(4));
    DeviceIdentity device = with(key(5, NOW));
    assertThat(
            answered(
                STEP,
                new RotateSignedPreKey.Due(),
                1,
                store,
                turn(device),
                new Reply.Result(Node.of("iq"))))
        .isEqualTo(Outcome.builder().change(supply(5)).build());
    for (Reply no : List.of(new Reply.Missing(), new Reply.Refused(500, "later"))) {
      assertThat(answered(STEP, new RotateSignedPreKey.Due(), 1, store, turn(device), no))
          .isEqualTo(Outcome.nothing());
    }
  }

  /** What counts is when a key was replaced, not when it was made. */
  @Test
  void oldOnesAreKept30Days() {
    Instant limit = NOW.minus(Duration.ofDays(30));
    List<Integer> kept =
        SignedPreKeys.rotated(
                with(
                    key(4, limit.plusMillis(1)),
                    key(3, limit),
                    key(2, limit.minusMillis(1)),
                    key(1, limit.minus(Duration.ofDays(27)))),
                5,
                new SeededBytes(1),
                NOW)
            .signedPreKeys()
            .stream()
            .map(SignedPreKeyRecord::id)
            .toList();
    // Number 2 was replaced by 3 exactly 30 days ago, 3 by 4 a millisecond later.
    assertThat(kept).containsExactlyElementsOf(Stream.of(5, 4, 3).toList());
  }
}
