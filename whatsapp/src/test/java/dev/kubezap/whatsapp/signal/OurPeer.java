package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Our implementation as a peer; stores its session as bytes after every step. */
final class OurPeer implements Peer {
  final RandomBytes random;
  final LocalIdentity local;
  final Map<Integer, PreKey> preKeys = new HashMap<>();
  final Map<Integer, SignedPreKey> signedPreKeys = new HashMap<>();
  private Optional<ByteString> stored = Optional.empty();
  private int nextId = 1;

  OurPeer(long seed) {
    random = new SeededBytes(seed);
    local = new LocalIdentity(Curve25519.generate(random), (int) seed & 0x3fff);
  }

  Optional<SignalSession> session() {
    return stored.map(OurPeer::decoded);
  }

  void store(SignalSession session) {
    ByteString bytes = session.encode();
    if (!decoded(bytes).equals(session) || !decoded(bytes).encode().equals(bytes)) {
      throw new AssertionError("session differs after a round trip");
    }
    stored = Optional.of(bytes);
  }

  private static SignalSession decoded(ByteString bytes) {
    try {
      return SignalSession.decode(bytes);
    } catch (SessionFormatException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public PreKeyBundle publish(boolean withOneTime) {
    SignedPreKey signed = SignedPreKey.generate(nextId++, local, random);
    signedPreKeys.put(signed.id(), signed);
    Optional<PreKeyBundle.OneTime> oneTime = Optional.empty();
    if (withOneTime) {
      PreKey preKey = new PreKey(nextId++, Curve25519.generate(random));
      preKeys.put(preKey.id(), preKey);
      oneTime = Optional.of(new PreKeyBundle.OneTime(preKey.id(), preKey.keyPair().publicKey()));
    }
    return new PreKeyBundle(
        local.registrationId(),
        new RemoteIdentityKey(local.identity().publicKey()),
        new PreKeyBundle.Signed(signed.id(), signed.keyPair().publicKey(), signed.signature()),
        oneTime);
  }

  @Override
  public void begin(PreKeyBundle bundle) throws SignalException {
    store(X3dh.initiate(local, bundle, session(), random));
  }

  @Override
  public Wire encrypt(String text) throws SignalException {
    ByteString padded = MessagePadding.pad(ByteString.copyFromUtf8(text), random);
    Encrypted encrypted = SessionCipher.encrypt(session().orElseThrow(), padded);
    store(encrypted.session());
    return new Wire(encrypted.type(), encrypted.bytes());
  }

  @Override
  public String decrypt(Wire wire) throws SignalException {
    return MessagePadding.unpad(open(wire)).toStringUtf8();
  }

  private ByteString open(Wire wire) throws SignalException {
    if (wire.type() == CiphertextType.SIGNAL) {
      SignalMessage message = SignalMessage.parse(wire.bytes());
      Decrypted decrypted =
          SessionCipher.decrypt(session().orElse(SignalSession.EMPTY), message, random);
      store(decrypted.session());
      return decrypted.plaintext();
    }
    Accepted accepted = accept(PreKeyMessage.parse(wire.bytes()));
    store(accepted.session());
    accepted.consumedPreKeyId().ifPresent(preKeys::remove);
    return accepted.plaintext();
  }

  Accepted accept(PreKeyMessage message) throws SignalException {
    Optional<PreKey> preKey = message.preKeyId().stream().boxed().findFirst().map(preKeys::get);
    Optional<SignedPreKey> signed =
        Optional.ofNullable(signedPreKeys.get(message.signedPreKeyId()));
    return X3dh.accept(local, signed, preKey, session(), message, random);
  }
}
