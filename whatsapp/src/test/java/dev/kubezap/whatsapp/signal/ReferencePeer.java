package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.signal.reference.ReferenceDevice;
import dev.kubezap.whatsapp.signal.reference.ReferenceLoader;
import java.util.HexFormat;
import java.util.Optional;

/** Another implementation as a peer, to check ours against. */
final class ReferencePeer implements Peer {
  private static final HexFormat HEX = HexFormat.of();

  private final ReferenceDevice device = ReferenceLoader.newDevice();
  private final SeededBytes padding = new SeededBytes(1);

  @Override
  public PreKeyBundle publish(boolean withOneTime) throws Exception {
    ReferenceDevice.Bundle bundle = device.publish(withOneTime);
    return new PreKeyBundle(
        bundle.registrationId(),
        new RemoteIdentityKey(key(bundle.identity())),
        new PreKeyBundle.Signed(
            bundle.signedPreKeyId(), key(bundle.signedPreKey()), bytes(bundle.signature())),
        bundle.preKeyId() < 0
            ? Optional.empty()
            : Optional.of(new PreKeyBundle.OneTime(bundle.preKeyId(), key(bundle.preKey()))));
  }

  @Override
  public void begin(PreKeyBundle bundle) throws Exception {
    device.begin(
        new ReferenceDevice.Bundle(
            bundle.registrationId(),
            hex(bundle.identity().key().serialized()),
            bundle.signed().id(),
            hex(bundle.signed().key().serialized()),
            hex(bundle.signed().signature()),
            bundle.oneTime().map(PreKeyBundle.OneTime::id).orElse(-1),
            bundle.oneTime().map(oneTime -> hex(oneTime.key().serialized())).orElse("")));
  }

  @Override
  public Wire encrypt(String text) throws Exception {
    ByteString padded = MessagePadding.pad(ByteString.copyFromUtf8(text), padding);
    ByteString typed = ByteString.copyFrom(device.encrypt(padded.toByteArray()));
    CiphertextType type = typed.byteAt(0) == 1 ? CiphertextType.PRE_KEY : CiphertextType.SIGNAL;
    return new Wire(type, typed.substring(1));
  }

  @Override
  public String decrypt(Wire wire) throws Exception {
    byte[] padded =
        device.decrypt(wire.type() == CiphertextType.PRE_KEY, wire.bytes().toByteArray());
    return MessagePadding.unpad(ByteString.copyFrom(padded)).toStringUtf8();
  }

  private static PublicKey key(String hex) throws InvalidKeyException {
    return PublicKey.parse(bytes(hex));
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HEX.parseHex(hex));
  }

  private static String hex(ByteString bytes) {
    return HEX.formatHex(bytes.toByteArray());
  }
}
