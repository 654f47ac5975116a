package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.proto.StoredOwnSenderKey;
import dev.kubezap.whatsapp.proto.StoredRemoteSenderKey;
import dev.kubezap.whatsapp.proto.StoredRemoteSenderKeys;
import java.util.ArrayList;
import java.util.List;

/** Sender keys as stored bytes (signal-storage.proto). */
final class SenderKeyCodec {
  private static final int FORMAT = 1;

  private SenderKeyCodec() {}

  static ByteString encode(OwnSenderKey key) {
    return StoredOwnSenderKey.newBuilder()
        .setFormat(FORMAT)
        .setId(key.id())
        .setChainKey(key.chainKey().bytes())
        .setIteration(key.chainKey().index())
        .setSigningPrivateKey(key.signingKey().privateKey().bytes())
        .setSigningPublicKey(key.signingKey().publicKey().bytes())
        .build()
        .toByteString();
  }

  static OwnSenderKey decodeOwn(ByteString bytes) throws SessionFormatException {
    StoredOwnSenderKey stored;
    try {
      stored = StoredOwnSenderKey.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SessionFormatException("stored sender key is damaged", e);
    }
    requireFormat(stored.getFormat());
    return new OwnSenderKey(
        stored.getId(),
        new ChainKey(
            SessionCodec.secret(stored.getChainKey()), SessionCodec.index(stored.getIteration())),
        new KeyPair(
            new PrivateKey(SessionCodec.secret(stored.getSigningPrivateKey())),
            SessionCodec.publicKey(stored.getSigningPublicKey())));
  }

  static ByteString encode(RemoteSenderKeys keys) {
    StoredRemoteSenderKeys.Builder stored = StoredRemoteSenderKeys.newBuilder().setFormat(FORMAT);
    for (RemoteSenderKey key : keys.keys()) {
      stored.addKeys(
          StoredRemoteSenderKey.newBuilder()
              .setId(key.id())
              .setSigningKey(key.signingKey().bytes())
              .setChainKey(key.chain().key().bytes())
              .setIteration(key.chain().key().index())
              .addAllSkipped(SessionCodec.encodeSkipped(key.chain().skipped())));
    }
    return stored.build().toByteString();
  }

  static RemoteSenderKeys decodeRemote(ByteString bytes) throws SessionFormatException {
    StoredRemoteSenderKeys stored;
    try {
      stored = StoredRemoteSenderKeys.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SessionFormatException("stored sender keys are damaged", e);
    }
    requireFormat(stored.getFormat());
    List<RemoteSenderKey> keys = new ArrayList<>();
    for (StoredRemoteSenderKey key : stored.getKeysList()) {
      ChainKey chainKey =
          new ChainKey(
              SessionCodec.secret(key.getChainKey()), SessionCodec.index(key.getIteration()));
      keys.add(
          new RemoteSenderKey(
              key.getId(),
              SessionCodec.publicKey(key.getSigningKey()),
              new MessageKeyChain(chainKey, SessionCodec.decodeSkipped(key.getSkippedList()))));
    }
    return new RemoteSenderKeys(keys);
  }

  private static void requireFormat(int format) throws SessionFormatException {
    if (format != FORMAT) {
      throw new SessionFormatException(
          "stored sender key has format " + format + ", only 1 can be read");
    }
  }
}
