package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.proto.SenderKeyDistributionBody;
import dev.kubezap.whatsapp.proto.SenderKeyMessageBody;
import dev.kubezap.whatsapp.signal.reference.ReferenceLoader;
import dev.kubezap.whatsapp.signal.reference.ReferenceMember;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages to groups, alone and with another implementation. */
final class GroupCipherTest {
  private final OurMember alice = new OurMember(1);
  private final OurMember bob = new OurMember(2);

  @Test
  void talksWithASecondImplementation() throws Exception {
    ReferenceMember carol = ReferenceLoader.newMember();
    carol.learn(alice.distribution().toByteArray());
    alice.learn(ByteString.copyFrom(carol.distribution()));
    for (int i = 0; i < 100; i++) {
      byte[] text = ("text " + i).getBytes(StandardCharsets.UTF_8);
      assertThat(carol.decrypt(alice.encrypt("text " + i).toByteArray())).isEqualTo(text);
      assertThat(alice.decrypt(ByteString.copyFrom(carol.encrypt(text)))).isEqualTo("text " + i);
    }
  }

  @Test
  void readsAShuffledChainOfASecondImplementationAndIsReadShuffled() throws Exception {
    ReferenceMember carol = ReferenceLoader.newMember();
    carol.learn(alice.distribution().toByteArray());
    alice.learn(ByteString.copyFrom(carol.distribution()));
    List<Integer> order = new ArrayList<>();
    List<ByteString> fromCarol = new ArrayList<>();
    List<ByteString> fromAlice = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      order.add(i);
      fromCarol.add(ByteString.copyFrom(carol.encrypt(new byte[] {(byte) i})));
      fromAlice.add(alice.encrypt("text " + i));
    }
    Collections.shuffle(order, new Random(1));
    for (int i : order) {
      assertThat(alice.decrypt(fromCarol.get(i))).isEqualTo(Character.toString(i));
      assertThat(carol.decrypt(fromAlice.get(i).toByteArray()))
          .isEqualTo(("text " + i).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aLateMemberReadsFromItsDistributionOn() throws Exception {
    ByteString before = alice.encrypt("before");
    bob.learn(alice.distribution());
    assertThatThrownBy(() -> bob.decrypt(before)).isInstanceOf(SignalException.OldCounter.class);
    assertThat(bob.decrypt(alice.encrypt("after"))).isEqualTo("after");
  }

  @Test
  void withoutTheKeyThereIsNoSession() throws Exception {
    ByteString message = alice.encrypt("text");
    assertThatThrownBy(() -> bob.decrypt(message))
        .isInstanceOf(SignalException.NoSession.class)
        .satisfies(
            e -> assertThat(((SignalException) e).retryError()).isEqualTo(RetryError.NO_SESSION));
  }

  @Test
  void everyChangedBitIsRefused() throws Exception {
    bob.learn(alice.distribution());
    ByteString message = alice.encrypt("text");
    RemoteSenderKeys before = bob.remoteKeys();
    for (int bit = 0; bit < 8 * message.size(); bit++) {
      byte[] changed = message.toByteArray();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> bob.decrypt(ByteString.copyFrom(changed)))
          .isInstanceOf(SignalException.class);
    }
    assertThat(bob.remoteKeys()).isEqualTo(before);
    assertThat(bob.decrypt(message)).isEqualTo("text");
  }

  @Test
  void anotherMemberCannotWriteInTheNameOfTheSender() throws Exception {
    bob.learn(alice.distribution());
    SenderKeyDistribution known = SenderKeyDistribution.parse(alice.distribution());
    OwnSenderKey forged =
        new OwnSenderKey(known.id(), known.chainKey(), Curve25519.generate(bob.random));
    ByteString message =
        GroupCipher.encrypt(forged, ByteString.copyFromUtf8("forged"), bob.random).bytes();
    assertThatThrownBy(() -> bob.decrypt(message))
        .isInstanceOf(SignalException.InvalidSignature.class);
    assertThat(bob.decrypt(alice.encrypt("real"))).isEqualTo("real");
  }

  @Test
  void aReplayIsRefusedEvenAfterTheKeyWasHandedOutAgain() throws Exception {
    ByteString distribution = alice.distribution();
    bob.learn(distribution);
    ByteString message = alice.encrypt("text");
    assertThat(bob.decrypt(message)).isEqualTo("text");
    assertThatThrownBy(() -> bob.decrypt(message)).isInstanceOf(SignalException.OldCounter.class);
    bob.learn(distribution);
    bob.learn(alice.distribution());
    assertThatThrownBy(() -> bob.decrypt(message)).isInstanceOf(SignalException.OldCounter.class);
    assertThat(bob.remoteKeys().keys()).hasSize(1);
    assertThat(bob.decrypt(alice.encrypt("next"))).isEqualTo("next");
  }

  @Test
  void gapsAreReadAndFilledUpToTheLimits() throws Exception {
    bob.learn(alice.distribution());
    ByteString forgotten = alice.encrypt("forgotten");
    ByteString kept = alice.encrypt("kept");
    OwnSenderKey ahead = moved(alice.ownKey(), MessageKeyChain.MAX_SKIPPED - 1);
    assertThat(bob.decrypt(write(ahead, "ahead"))).isEqualTo("ahead");
    assertThat(bob.decrypt(kept)).isEqualTo("kept");
    assertThatThrownBy(() -> bob.decrypt(forgotten)).isInstanceOf(SignalException.OldCounter.class);
    OwnSenderKey atLimit = moved(ahead, MessageKeyChain.MAX_JUMP + 1);
    ByteString beyond = write(atLimit.next(), "beyond");
    assertThatThrownBy(() -> bob.decrypt(beyond)).isInstanceOf(SignalException.TooFarAhead.class);
    assertThat(bob.decrypt(write(atLimit, "at the limit"))).isEqualTo("at the limit");
    assertThat(bob.decrypt(beyond)).isEqualTo("beyond");
  }

  @Test
  void aKeyHandedOutAgainBeyondTheJumpTakesOver() throws Exception {
    bob.learn(alice.distribution());
    OwnSenderKey far = moved(alice.ownKey(), MessageKeyChain.MAX_JUMP + 1);
    bob.learn(far.distribution());
    assertThat(bob.remoteKeys().keys()).hasSize(1);
    assertThat(bob.decrypt(write(far, "far"))).isEqualTo("far");
  }

  private static OwnSenderKey moved(OwnSenderKey key, int messages) {
    OwnSenderKey moved = key;
    for (int i = 0; i < messages; i++) {
      moved = moved.next();
    }
    return moved;
  }

  private ByteString write(OwnSenderKey key, String text) {
    return GroupCipher.encrypt(key, ByteString.copyFromUtf8(text), alice.random).bytes();
  }

  @Test
  void fiveKeysOfAMemberAreKept() throws Exception {
    List<ByteString> late = new ArrayList<>();
    for (int i = 0; i < RemoteSenderKeys.MAX_KEYS + 1; i++) {
      bob.learn(alice.distribution());
      late.add(alice.encrypt("late " + i));
      alice.rotate();
    }
    assertThatThrownBy(() -> bob.decrypt(late.getFirst()))
        .isInstanceOf(SignalException.NoSession.class);
    for (int i = 1; i < late.size(); i++) {
      assertThat(bob.decrypt(late.get(i))).isEqualTo("late " + i);
    }
  }

  @Test
  void ownKeysDiffer() throws Exception {
    OwnSenderKey first = alice.ownKey();
    alice.rotate();
    assertThat(alice.ownKey().id()).isNotEqualTo(first.id()).isNotNegative();
    assertThat(alice.ownKey().chainKey()).isNotEqualTo(first.chainKey());
    assertThat(alice.ownKey().signingKey()).isNotEqualTo(first.signingKey());
    assertThat(alice.ownKey().iteration()).isZero();
    alice.encrypt("text");
    assertThat(alice.ownKey().iteration()).isEqualTo(1);
  }

  @Test
  void incompleteMessagesAreInvalid() throws Exception {
    SenderKeyMessageBody message =
        SenderKeyMessageBody.newBuilder()
            .setId(1)
            .setIteration(1)
            .setCiphertext(ByteString.EMPTY)
            .build();
    for (SenderKeyMessageBody body :
        List.of(
            message.toBuilder().clearId().build(),
            message.toBuilder().clearIteration().build(),
            message.toBuilder().clearCiphertext().build(),
            message.toBuilder().setIteration(-1).build())) {
      ByteString bytes =
          SignalMessage.versioned(body.toByteString()).concat(ByteString.copyFrom(new byte[64]));
      assertThatThrownBy(() -> SenderKeyMessage.parse(bytes))
          .isInstanceOf(SignalException.InvalidMessage.class);
    }
    SenderKeyDistributionBody distribution =
        SenderKeyDistributionBody.parseFrom(alice.distribution().substring(1));
    for (SenderKeyDistributionBody body :
        List.of(
            distribution.toBuilder().clearId().build(),
            distribution.toBuilder().clearIteration().build(),
            distribution.toBuilder().setIteration(-1).build(),
            distribution.toBuilder().clearChainKey().build(),
            distribution.toBuilder().setChainKey(ByteString.copyFrom(new byte[31])).build(),
            distribution.toBuilder().clearSigningKey().build())) {
      assertThatThrownBy(
              () -> SenderKeyDistribution.parse(SignalMessage.versioned(body.toByteString())))
          .isInstanceOf(SignalException.InvalidMessage.class);
    }
  }

  @Test
  void anyBytesRaiseOnlyDeclaredErrors() throws Exception {
    bob.learn(alice.distribution());
    List<ByteString> seeds =
        List.of(
            alice.encrypt("text"),
            alice.distribution(),
            alice.ownKey().encode(),
            bob.remoteKeys().encode());
    Random chance = new Random(6);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = seeds.get(i % seeds.size()).toByteArray();
      if (chance.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, chance.nextInt(bytes.length + 10));
      } else {
        bytes[chance.nextInt(bytes.length)] ^= (byte) (1 + chance.nextInt(255));
      }
      ByteString input = ByteString.copyFrom(bytes);
      declaredOnly(() -> GroupCipher.decrypt(bob.remoteKeys(), SenderKeyMessage.parse(input)));
      declaredOnly(() -> SenderKeyDistribution.parse(input));
      declaredOnly(() -> OwnSenderKey.decode(input));
      declaredOnly(() -> RemoteSenderKeys.decode(input));
    }
  }

  private interface Parse {
    Object run() throws SignalException, SessionFormatException;
  }

  /** Runs; anything but a result or a declared error fails the test. */
  private static void declaredOnly(Parse parse) {
    try {
      assertThat(parse.run()).isNotNull();
    } catch (SignalException | SessionFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
