package dev.kubezap.whatsapp.signal.reference;

import java.util.HexFormat;
import org.whispersystems.libsignal.IdentityKey;
import org.whispersystems.libsignal.SessionBuilder;
import org.whispersystems.libsignal.SessionCipher;
import org.whispersystems.libsignal.SignalProtocolAddress;
import org.whispersystems.libsignal.ecc.Curve;
import org.whispersystems.libsignal.ecc.ECKeyPair;
import org.whispersystems.libsignal.ecc.ECPublicKey;
import org.whispersystems.libsignal.protocol.CiphertextMessage;
import org.whispersystems.libsignal.protocol.PreKeySignalMessage;
import org.whispersystems.libsignal.protocol.SignalMessage;
import org.whispersystems.libsignal.state.PreKeyBundle;
import org.whispersystems.libsignal.state.PreKeyRecord;
import org.whispersystems.libsignal.state.SignedPreKeyRecord;
import org.whispersystems.libsignal.state.impl.InMemorySignalProtocolStore;
import org.whispersystems.libsignal.util.KeyHelper;

/** signal-protocol-java as a device. */
public final class SignalJavaDevice implements ReferenceDevice {
  private static final HexFormat HEX = HexFormat.of();

  private final InMemorySignalProtocolStore store =
      new InMemorySignalProtocolStore(KeyHelper.generateIdentityKeyPair(), 4711);
  private final SignalProtocolAddress address = new SignalProtocolAddress("other", 1);
  private final SessionCipher cipher = new SessionCipher(store, address);
  private int nextId = 1;

  @Override
  public Bundle publish(boolean withOneTime) throws Exception {
    int signedId = nextId++;
    ECKeyPair signed = Curve.generateKeyPair();
    byte[] signature =
        Curve.calculateSignature(
            store.getIdentityKeyPair().getPrivateKey(), signed.getPublicKey().serialize());
    store.storeSignedPreKey(signedId, new SignedPreKeyRecord(signedId, 0, signed, signature));
    int id = -1;
    String preKey = "";
    if (withOneTime) {
      id = nextId++;
      ECKeyPair pair = Curve.generateKeyPair();
      store.storePreKey(id, new PreKeyRecord(id, pair));
      preKey = hex(pair.getPublicKey());
    }
    return new Bundle(
        store.getLocalRegistrationId(),
        hex(store.getIdentityKeyPair().getPublicKey().getPublicKey()),
        signedId,
        hex(signed.getPublicKey()),
        HEX.formatHex(signature),
        id,
        preKey);
  }

  @Override
  public void begin(Bundle bundle) throws Exception {
    new SessionBuilder(store, address)
        .process(
            new PreKeyBundle(
                bundle.registrationId(),
                1,
                bundle.preKeyId(),
                bundle.preKeyId() < 0 ? null : key(bundle.preKey()),
                bundle.signedPreKeyId(),
                key(bundle.signedPreKey()),
                HEX.parseHex(bundle.signature()),
                new IdentityKey(key(bundle.identity()))));
  }

  @Override
  public byte[] encrypt(byte[] plaintext) throws Exception {
    CiphertextMessage message = cipher.encrypt(plaintext);
    byte[] serialized = message.serialize();
    byte[] typed = new byte[serialized.length + 1];
    typed[0] = (byte) (message.getType() == CiphertextMessage.PREKEY_TYPE ? 1 : 0);
    System.arraycopy(serialized, 0, typed, 1, serialized.length);
    return typed;
  }

  @Override
  public byte[] decrypt(boolean preKeyMessage, byte[] ciphertext) throws Exception {
    return preKeyMessage
        ? cipher.decrypt(new PreKeySignalMessage(ciphertext))
        : cipher.decrypt(new SignalMessage(ciphertext));
  }

  private static String hex(ECPublicKey key) {
    return HEX.formatHex(key.serialize());
  }

  private static ECPublicKey key(String hex) throws Exception {
    return Curve.decodePoint(HEX.parseHex(hex), 0);
  }
}
