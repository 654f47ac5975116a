package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.crypto.SeededBytes;

/** A member of a group with one other member; stores its keys as bytes after every step. */
final class OurMember {
  final RandomBytes random;
  private ByteString own;
  private ByteString remote = RemoteSenderKeys.NONE.encode();

  OurMember(long seed) {
    random = new SeededBytes(seed);
    own = OwnSenderKey.generate(random).encode();
  }

  OwnSenderKey ownKey() throws SessionFormatException {
    return OwnSenderKey.decode(own);
  }

  RemoteSenderKeys remoteKeys() throws SessionFormatException {
    return RemoteSenderKeys.decode(remote);
  }

  void store(RemoteSenderKeys keys) throws SessionFormatException {
    remote = keys.encode();
    if (!remoteKeys().equals(keys)) {
      throw new AssertionError("sender keys differ after a round trip");
    }
  }

  void rotate() {
    own = OwnSenderKey.generate(random).encode();
  }

  ByteString distribution() throws SessionFormatException {
    return ownKey().distribution();
  }

  void learn(ByteString distribution) throws SignalException, SessionFormatException {
    store(remoteKeys().with(SenderKeyDistribution.parse(distribution)));
  }

  ByteString encrypt(String text) throws SessionFormatException {
    GroupCipher.Encrypted encrypted =
        GroupCipher.encrypt(ownKey(), ByteString.copyFromUtf8(text), random);
    own = encrypted.senderKey().encode();
    if (!ownKey().equals(encrypted.senderKey())) {
      throw new AssertionError("sender key differs after a round trip");
    }
    return encrypted.bytes();
  }

  String decrypt(ByteString ciphertext) throws SignalException, SessionFormatException {
    GroupCipher.Decrypted decrypted =
        GroupCipher.decrypt(remoteKeys(), SenderKeyMessage.parse(ciphertext));
    store(decrypted.senderKeys());
    return decrypted.plaintext().toStringUtf8();
  }
}
