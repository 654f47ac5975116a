package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How sessions begin, and how they do not. */
final class X3dhTest {
  private static final PublicKey SMALL_ORDER = PublicKey.of(new byte[32]);

  private final OurPeer alice = new OurPeer(1);
  private final OurPeer bob = new OurPeer(2);

  @Test
  void aBundleWithAForeignSignatureIsRefused() throws Exception {
    PreKeyBundle honest = bob.publish(true);
    PreKeyBundle other = new OurPeer(3).publish(true);
    PreKeyBundle mixed =
        new PreKeyBundle(
            honest.registrationId(), honest.identity(), other.signed(), honest.oneTime());
    assertThatThrownBy(() -> alice.begin(mixed))
        .isInstanceOf(SignalException.InvalidSignature.class)
        .satisfies(
            e ->
                assertThat(((SignalException) e).retryError())
                    .isEqualTo(RetryError.INVALID_SIGNATURE));
    assertThat(alice.session()).isEmpty();
  }

  @Test
  void keysOfSmallOrderAreRefused() throws Exception {
    PreKeyBundle honest = bob.publish(true);
    PreKeyBundle weak =
        new PreKeyBundle(
            honest.registrationId(),
            honest.identity(),
            honest.signed(),
            Optional.of(new PreKeyBundle.OneTime(7, SMALL_ORDER)));
    assertThatThrownBy(() -> alice.begin(weak)).isInstanceOf(SignalException.InvalidKey.class);
    alice.begin(honest);
    PreKeyMessage message = PreKeyMessage.parse(alice.encrypt("text").bytes());
    PreKeyMessage weakBase =
        new PreKeyMessage(
            message.registrationId(),
            message.preKeyId(),
            message.signedPreKeyId(),
            SMALL_ORDER,
            message.identity(),
            message.message());
    assertThatThrownBy(() -> bob.accept(weakBase)).isInstanceOf(SignalException.InvalidKey.class);
  }

  @Test
  void theMessageNamesThePreKeysAndTheOneTimeOneIsConsumed() throws Exception {
    PreKeyBundle bundle = bob.publish(true);
    alice.begin(bundle);
    PreKeyMessage message = PreKeyMessage.parse(alice.encrypt("text").bytes());
    assertThat(message.preKeyId()).hasValue(bundle.oneTime().orElseThrow().id());
    assertThat(message.signedPreKeyId()).isEqualTo(bundle.signed().id());
    assertThat(message.registrationId()).isEqualTo(alice.local.registrationId());
    assertThat(message.identity().key()).isEqualTo(alice.local.identity().publicKey());
    Accepted accepted = bob.accept(message);
    assertThat(accepted.consumedPreKeyId()).isEqualTo(message.preKeyId());
    assertThat(accepted.session().baseKey()).contains(message.baseKey());
    assertThat(accepted.session().remoteIdentity()).contains(message.identity());
    assertThat(accepted.session().remoteRegistrationId()).hasValue(alice.local.registrationId());
  }

  @Test
  void withoutAOneTimePreKeyNoneIsConsumed() throws Exception {
    alice.begin(bob.publish(false));
    Accepted accepted = bob.accept(PreKeyMessage.parse(alice.encrypt("text").bytes()));
    assertThat(accepted.consumedPreKeyId()).isEmpty();
  }

  @Test
  void aMissingPreKeyIsNamed() throws Exception {
    alice.begin(bob.publish(true));
    PreKeyMessage message = PreKeyMessage.parse(alice.encrypt("text").bytes());
    PreKey preKey = bob.preKeys.values().iterator().next();
    bob.preKeys.clear();
    assertMissing(message, message.preKeyId().getAsInt(), false);
    bob.preKeys.put(preKey.id(), new PreKey(preKey.id() + 1, preKey.keyPair()));
    assertMissing(message, message.preKeyId().getAsInt(), false);
    bob.signedPreKeys.remove(message.signedPreKeyId());
    assertMissing(message, message.signedPreKeyId(), true);
  }

  private void assertMissing(PreKeyMessage message, int id, boolean signed) {
    SignalException.MissingPreKey missing =
        catchThrowableOfType(SignalException.MissingPreKey.class, () -> bob.accept(message));
    assertThat(missing.id()).isEqualTo(id);
    assertThat(missing.signed()).isEqualTo(signed);
    assertThat(missing.retryError()).isEqualTo(RetryError.INVALID_KEY_ID);
    assertThat(missing).hasMessageContaining(Integer.toString(id));
  }

  @Test
  void aSecondMessageOfTheSameBaseKeyUsesTheSessionThatIsThere() throws Exception {
    alice.begin(bob.publish(true));
    Peer.Wire first = alice.encrypt("first");
    Peer.Wire second = alice.encrypt("second");
    assertThat(bob.decrypt(second)).isEqualTo("second");
    bob.signedPreKeys.clear();
    Accepted accepted = bob.accept(PreKeyMessage.parse(first.bytes()));
    assertThat(accepted.consumedPreKeyId()).isEmpty();
    assertThat(accepted.session().archived()).isEmpty();
    assertThat(bob.decrypt(first)).isEqualTo("first");
    assertThatThrownBy(() -> bob.decrypt(first)).isInstanceOf(SignalException.OldCounter.class);
  }

  @Test
  void aSecondMessageFindsItsSessionAmongTheArchived() throws Exception {
    alice.begin(bob.publish(true));
    Peer.Wire first = alice.encrypt("first");
    Peer.Wire second = alice.encrypt("second");
    bob.decrypt(first);
    bob.begin(alice.publish(true));
    assertThat(bob.decrypt(second)).isEqualTo("second");
    assertThat(bob.session().orElseThrow().awaitsAnswer()).isFalse();
  }

  @Test
  void aForgedPreKeyMessageConsumesNothing() throws Exception {
    alice.begin(bob.publish(true));
    Peer.Wire wire = alice.encrypt("text");
    byte[] changed = wire.bytes().toByteArray();
    changed[changed.length / 2] ^= 1;
    Peer.Wire forged = new Peer.Wire(CiphertextType.PRE_KEY, ByteString.copyFrom(changed));
    assertThatThrownBy(() -> bob.decrypt(forged)).isInstanceOf(SignalException.class);
    assertThat(bob.session()).isEmpty();
    assertThat(bob.preKeys).hasSize(1);
    assertThat(bob.decrypt(wire)).isEqualTo("text");
  }

  @Test
  void aNewIdentityIsThatOfTheSession() throws Exception {
    alice.begin(bob.publish(true));
    bob.decrypt(alice.encrypt("text"));
    OurPeer reinstalled = new OurPeer(9);
    reinstalled.begin(bob.publish(true));
    Accepted accepted = bob.accept(PreKeyMessage.parse(reinstalled.encrypt("new").bytes()));
    assertThat(accepted.session().remoteIdentity())
        .contains(new RemoteIdentityKey(reinstalled.local.identity().publicKey()));
  }

  @Test
  void aBaseKeyUnderAnotherIdentityIsRefused() throws Exception {
    alice.begin(bob.publish(true));
    Peer.Wire wire = alice.encrypt("text");
    bob.decrypt(wire);
    PreKeyMessage message = PreKeyMessage.parse(alice.encrypt("more").bytes());
    PreKeyMessage impostor =
        new PreKeyMessage(
            message.registrationId(),
            OptionalInt.empty(),
            message.signedPreKeyId(),
            message.baseKey(),
            new RemoteIdentityKey(new OurPeer(9).local.identity().publicKey()),
            message.message());
    assertThatThrownBy(() -> bob.accept(impostor))
        .isInstanceOf(SignalException.UntrustedIdentity.class);
  }

  @Test
  void anUnansweredSessionSaysSo() throws Exception {
    alice.begin(bob.publish(true));
    assertThat(alice.session().orElseThrow().awaitsAnswer()).isTrue();
    bob.decrypt(alice.encrypt("text"));
    assertThat(alice.session().orElseThrow().awaitsAnswer()).isTrue();
    alice.decrypt(bob.encrypt("answer"));
    assertThat(alice.session().orElseThrow().awaitsAnswer()).isFalse();
  }
}
