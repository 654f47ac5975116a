package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.proto.PreKeyMessageBody;
import java.util.Optional;

/**
 * Any message of a peer. By the first byte the rest is the message as it arrives, or the part of it
 * behind which an honest MAC is put, so that what lies behind the MAC is reached too.
 */
public final class SignalMessageFuzz implements FuzzTarget {
  private static final int LONGEST_JUMP = 300;
  private final OurPeer stranger = new OurPeer(3);
  private final OurPeer bob = new OurPeer(2);
  private final SignalSession session;
  private final SignedPreKey signedPreKey;
  private final PreKey preKey;

  public SignalMessageFuzz() {
    try {
      OurPeer alice = new OurPeer(1);
      alice.begin(bob.publish(true));
      bob.decrypt(alice.encrypt("first"));
      alice.decrypt(bob.encrypt("answer"));
      alice.encrypt("lost");
      bob.decrypt(alice.encrypt("third"));
      session = bob.session().orElseThrow();
      bob.publish(true);
      signedPreKey = bob.signedPreKeys.values().iterator().next();
      preKey = bob.preKeys.values().iterator().next();
    } catch (SignalException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void read(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    ByteString rest = ByteString.copyFrom(input, 1, input.length - 1);
    try {
      switch (input[0] & 3) {
        case 0 -> decrypt(SignalMessage.parse(rest));
        case 1 -> accept(PreKeyMessage.parse(rest));
        case 2 -> decrypt(authentic(rest));
        default -> accept(PreKeyMessage.parse(preKeyMessage(rest)));
      }
    } catch (SignalException declared) {
      assertThat(declared.getMessage()).isNotBlank();
      assertThat(declared.retryError()).isNotNull();
    }
  }

  private void decrypt(SignalMessage message) throws Exception {
    Decrypted decrypted = SessionCipher.decrypt(session, message, bob.random);
    ByteString stored = decrypted.session().encode();
    assertThat(SignalSession.decode(stored)).isEqualTo(decrypted.session());
  }

  private void accept(PreKeyMessage message) throws Exception {
    Accepted accepted =
        X3dh.accept(
            bob.local,
            Optional.of(signedPreKey).filter(key -> key.id() == message.signedPreKeyId()),
            Optional.of(preKey)
                .filter(key -> message.preKeyId().stream().anyMatch(id -> id == key.id())),
            Optional.of(session),
            message,
            bob.random);
    assertThat(accepted.session().canEncrypt()).isTrue();
  }

  /** The body with the MAC that its peer would have put behind it. */
  private SignalMessage authentic(ByteString body) throws SignalException {
    SignalMessage claimed =
        SignalMessage.parse(SignalMessage.versioned(body).concat(ByteString.copyFrom(new byte[8])));
    SessionState state = session.current().orElseThrow();
    Optional<ReceivingChain> known = state.chainOf(claimed.ratchetKey());
    ReceivingChain chain =
        known.isPresent()
            ? known.get()
            : ReceivingChain.starting(
                claimed.ratchetKey(),
                state.root().advance(state.sending().ratchetKey(), claimed.ratchetKey()).chain());
    MessageKeys keys =
        MessageKeys.derive(chain.keys().take(claimed.counter(), LONGEST_JUMP).seed());
    ByteString whole =
        SignalMessage.versioned(body)
            .concat(
                ByteString.copyFrom(
                    SignalMessageMac.of(
                        keys.macKey(),
                        state.remoteIdentity().key(),
                        state.localIdentity(),
                        claimed.content())));
    return SignalMessage.parse(whole);
  }

  /** A prekey message around any bytes, with keys that can be used. */
  private ByteString preKeyMessage(ByteString message) {
    return SignalMessage.versioned(
        PreKeyMessageBody.newBuilder()
            .setRegistrationId(1)
            .setPreKeyId(preKey.id())
            .setSignedPreKeyId(signedPreKey.id())
            .setBaseKey(stranger.local.identity().publicKey().serialized())
            .setIdentityKey(stranger.local.identity().publicKey().serialized())
            .setMessage(message)
            .build()
            .toByteString());
  }
}
