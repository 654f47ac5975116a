package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.PreKeyMessageBody;
import dev.kubezap.whatsapp.proto.SignalMessageBody;
import dev.kubezap.whatsapp.proto.StoredSession;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes from strangers: every parser answers a value or a declared error, whatever it is given. */
final class ParserTest {
  private static final ByteString KEY = ByteString.copyFrom(new byte[32]);

  @Test
  void otherVersionsAreRefusedByName() {
    for (int version : new int[] {0, 1, 2, 4, 15}) {
      ByteString bytes = ByteString.copyFrom(new byte[] {(byte) (version << 4 | 3), 0, 0});
      SignalException.UnknownVersion refusal =
          catchThrowableOfType(
              SignalException.UnknownVersion.class, () -> SignalMessage.parse(bytes));
      assertThat(refusal.version()).isEqualTo(version);
      assertThatThrownBy(() -> PreKeyMessage.parse(bytes))
          .isInstanceOf(SignalException.UnknownVersion.class);
    }
  }

  @Test
  void shortAndIncompleteMessagesAreInvalid() {
    assertInvalid(ByteString.EMPTY);
    assertInvalid(ByteString.copyFrom(new byte[] {0x33}));
    assertInvalid(ByteString.copyFrom(new byte[] {0x33, 1, 2, 3, 4, 5, 6, 7}));
    SignalMessageBody whole =
        SignalMessageBody.newBuilder().setRatchetKey(KEY).setCounter(1).setCiphertext(KEY).build();
    assertInvalid(message(whole.toBuilder().clearRatchetKey().build()));
    assertInvalid(message(whole.toBuilder().clearCounter().build()));
    assertInvalid(message(whole.toBuilder().clearCiphertext().build()));
    assertInvalid(message(whole.toBuilder().setCounter(-1).build()));
    assertInvalid(message(whole.toBuilder().setCounter(Integer.MAX_VALUE).build()));
    assertThatThrownBy(
            () ->
                SignalMessage.parse(
                    message(whole.toBuilder().setRatchetKey(ByteString.EMPTY).build())))
        .isInstanceOf(SignalException.InvalidKey.class);
  }

  @Test
  void incompletePreKeyMessagesAreInvalid() {
    ByteString inner =
        message(
            SignalMessageBody.newBuilder()
                .setRatchetKey(KEY)
                .setCounter(1)
                .setCiphertext(KEY)
                .build());
    PreKeyMessageBody whole =
        PreKeyMessageBody.newBuilder()
            .setBaseKey(KEY)
            .setIdentityKey(KEY)
            .setSignedPreKeyId(1)
            .setMessage(inner)
            .build();
    for (PreKeyMessageBody body :
        new PreKeyMessageBody[] {
          whole.toBuilder().clearBaseKey().build(),
          whole.toBuilder().clearIdentityKey().build(),
          whole.toBuilder().clearSignedPreKeyId().build(),
          whole.toBuilder().clearMessage().build(),
          whole.toBuilder().setMessage(ByteString.EMPTY).build(),
        }) {
      assertThatThrownBy(() -> PreKeyMessage.parse(versioned(body.toByteString())))
          .isInstanceOf(SignalException.InvalidMessage.class);
    }
  }

  @Test
  void changedMessagesRaiseOnlyDeclaredErrors() throws Exception {
    OurPeer alice = new OurPeer(1);
    OurPeer bob = new OurPeer(2);
    alice.begin(bob.publish(true));
    ByteString first = alice.encrypt("first").bytes();
    Random chance = new Random(3);
    for (int i = 0; i < 3000; i++) {
      ByteString changed = mutated(first, chance);
      if (!changed.equals(first)) {
        declaredOnly(() -> bob.accept(PreKeyMessage.parse(changed)));
      }
    }
    bob.decrypt(new Peer.Wire(CiphertextType.PRE_KEY, first));
    alice.decrypt(bob.encrypt("answer"));
    ByteString second = alice.encrypt("second").bytes();
    for (int i = 0; i < 3000; i++) {
      ByteString changed = mutated(second, chance);
      if (!changed.equals(second)) {
        declaredOnly(
            () ->
                SessionCipher.decrypt(
                    bob.session().orElseThrow(), SignalMessage.parse(changed), bob.random));
      }
    }
    assertThat(bob.decrypt(new Peer.Wire(CiphertextType.SIGNAL, second))).isEqualTo("second");
  }

  @Test
  void randomBytesRaiseOnlyDeclaredErrors() {
    Random chance = new Random(4);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = new byte[chance.nextInt(120)];
      chance.nextBytes(bytes);
      if (bytes.length > 0 && chance.nextBoolean()) {
        bytes[0] = 0x33;
      }
      ByteString input = ByteString.copyFrom(bytes);
      declaredOnly(() -> SignalMessage.parse(input));
      declaredOnly(() -> PreKeyMessage.parse(input));
      declaredOnly(() -> MessagePadding.unpad(input));
      declaredOnly(() -> SignalSession.decode(input));
    }
  }

  @Test
  void changedStoredSessionsRaiseOnlyDeclaredErrors() throws Exception {
    OurPeer alice = new OurPeer(1);
    OurPeer bob = new OurPeer(2);
    alice.begin(bob.publish(true));
    bob.decrypt(alice.encrypt("text"));
    alice.encrypt("lost");
    bob.decrypt(alice.encrypt("text"));
    alice.decrypt(bob.encrypt("answer"));
    bob.begin(alice.publish(true));
    ByteString stored = bob.session().orElseThrow().encode();
    SignalMessage message = SignalMessage.parse(alice.encrypt("more").bytes());
    Random chance = new Random(5);
    for (int i = 0; i < 3000; i++) {
      ByteString changed = mutated(stored, chance);
      declaredOnly(() -> SessionCipher.decrypt(SignalSession.decode(changed), message, bob.random));
      declaredOnly(() -> SessionCipher.encrypt(SignalSession.decode(changed), ByteString.EMPTY));
    }
  }

  @Test
  void aLaterStorageFormatIsRefused() {
    ByteString later = StoredSession.newBuilder().setFormat(2).build().toByteString();
    assertThatThrownBy(() -> SignalSession.decode(later))
        .isInstanceOf(SessionFormatException.class)
        .hasMessageContaining("format 2");
    assertThatThrownBy(() -> SignalSession.decode(ByteString.EMPTY))
        .isInstanceOf(SessionFormatException.class);
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

  private static ByteString mutated(ByteString bytes, Random chance) {
    byte[] copy = bytes.toByteArray();
    switch (chance.nextInt(4)) {
      case 0 -> copy = Arrays.copyOf(copy, chance.nextInt(copy.length + 20));
      case 1 -> {
        int from = chance.nextInt(copy.length);
        Arrays.fill(copy, from, Math.min(copy.length, from + 4), (byte) chance.nextInt());
      }
      default -> {
        for (int i = chance.nextInt(3); i >= 0; i--) {
          copy[chance.nextInt(copy.length)] ^= (byte) (1 << chance.nextInt(8));
        }
      }
    }
    return ByteString.copyFrom(copy);
  }

  private static void assertInvalid(ByteString bytes) {
    assertThatThrownBy(() -> SignalMessage.parse(bytes))
        .isInstanceOf(SignalException.InvalidMessage.class)
        .satisfies(
            e ->
                assertThat(((SignalException) e).retryError())
                    .isEqualTo(RetryError.INVALID_MESSAGE));
  }

  private static ByteString message(SignalMessageBody body) {
    return versioned(body.toByteString()).concat(ByteString.copyFrom(new byte[8]));
  }

  private static ByteString versioned(ByteString body) {
    return ByteString.copyFrom(new byte[] {0x33}).concat(body);
  }
}
