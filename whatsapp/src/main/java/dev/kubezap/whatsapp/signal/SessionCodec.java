package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.StoredPendingPreKey;
import dev.kubezap.whatsapp.proto.StoredReceivingChain;
import dev.kubezap.whatsapp.proto.StoredSendingChain;
import dev.kubezap.whatsapp.proto.StoredSession;
import dev.kubezap.whatsapp.proto.StoredSkippedKey;
import dev.kubezap.whatsapp.proto.StoredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Sessions as stored bytes (signal-storage.proto). */
final class SessionCodec {
  private static final int FORMAT = 1;
  private static final int SECRET_LENGTH = 32;

  private SessionCodec() {}

  static ByteString encode(SignalSession session) {
    StoredSession.Builder stored = StoredSession.newBuilder().setFormat(FORMAT);
    session.current().ifPresent(state -> stored.setCurrent(encodeState(state)));
    return stored.addAllArchived(session.archived()).build().toByteString();
  }

  static SignalSession decode(ByteString bytes) throws SessionFormatException {
    StoredSession stored;
    try {
      stored = StoredSession.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SessionFormatException("stored session is damaged", e);
    }
    if (stored.getFormat() != FORMAT) {
      throw new SessionFormatException(
          "stored session has format " + stored.getFormat() + ", only 1 can be read");
    }
    Optional<SessionState> current =
        stored.hasCurrent() ? Optional.of(decodeState(stored.getCurrent())) : Optional.empty();
    return new SignalSession(current, stored.getArchivedList());
  }

  static ByteString encodeState(SessionState state) {
    StoredState.Builder stored =
        StoredState.newBuilder()
            .setLocalIdentity(state.localIdentity().bytes())
            .setRemoteIdentity(state.remoteIdentity().key().bytes())
            .setRootKey(state.root().bytes())
            .setPreviousCounter(state.previousCounter())
            .setSending(encodeSending(state.sending()))
            .setLocalRegistrationId(state.localRegistrationId())
            .setRemoteRegistrationId(state.remoteRegistrationId())
            .setBaseKey(state.baseKey().bytes());
    if (state.receiveOnly()) {
      stored.setReceiveOnly(true);
    }
    for (ReceivingChain chain : state.receiving()) {
      stored.addReceiving(encodeReceiving(chain));
    }
    state.pending().ifPresent(pending -> stored.setPending(encodePending(pending)));
    return stored.build().toByteString();
  }

  static SessionState decodeState(ByteString bytes) throws SessionFormatException {
    StoredState stored;
    try {
      stored = StoredState.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SessionFormatException("stored session state is damaged", e);
    }
    List<ReceivingChain> receiving = new ArrayList<>();
    for (StoredReceivingChain chain : stored.getReceivingList()) {
      receiving.add(decodeReceiving(chain));
    }
    return new SessionState(
        publicKey(stored.getLocalIdentity()),
        new RemoteIdentityKey(publicKey(stored.getRemoteIdentity())),
        new RootKey(secret(stored.getRootKey())),
        stored.getPreviousCounter(),
        decodeSending(stored.getSending()),
        receiving,
        stored.hasPending() ? Optional.of(decodePending(stored.getPending())) : Optional.empty(),
        stored.getLocalRegistrationId(),
        stored.getRemoteRegistrationId(),
        publicKey(stored.getBaseKey()),
        stored.getReceiveOnly());
  }

  private static StoredSendingChain encodeSending(SendingChain chain) {
    KeyPair pair = chain.ratchetKey().pair();
    return StoredSendingChain.newBuilder()
        .setPrivateKey(pair.privateKey().bytes())
        .setPublicKey(pair.publicKey().bytes())
        .setChainKey(chain.chainKey().bytes())
        .setIndex(chain.chainKey().index())
        .build();
  }

  private static SendingChain decodeSending(StoredSendingChain stored)
      throws SessionFormatException {
    KeyPair pair =
        new KeyPair(
            new PrivateKey(secret(stored.getPrivateKey())), publicKey(stored.getPublicKey()));
    return new SendingChain(
        new RatchetKeyPair(pair),
        new ChainKey(secret(stored.getChainKey()), index(stored.getIndex())));
  }

  private static StoredReceivingChain encodeReceiving(ReceivingChain chain) {
    return StoredReceivingChain.newBuilder()
        .setRatchetKey(chain.ratchetKey().key().bytes())
        .setChainKey(chain.keys().key().bytes())
        .setIndex(chain.keys().key().index())
        .addAllSkipped(encodeSkipped(chain.keys().skipped()))
        .build();
  }

  private static ReceivingChain decodeReceiving(StoredReceivingChain stored)
      throws SessionFormatException {
    return new ReceivingChain(
        new RemoteRatchetKey(publicKey(stored.getRatchetKey())),
        new MessageKeyChain(
            new ChainKey(secret(stored.getChainKey()), index(stored.getIndex())),
            decodeSkipped(stored.getSkippedList())));
  }

  static List<StoredSkippedKey> encodeSkipped(List<MessageKeySeed> skipped) {
    List<StoredSkippedKey> stored = new ArrayList<>(skipped.size());
    for (MessageKeySeed seed : skipped) {
      stored.add(
          StoredSkippedKey.newBuilder().setIndex(seed.index()).setSeed(seed.bytes()).build());
    }
    return stored;
  }

  static List<MessageKeySeed> decodeSkipped(List<StoredSkippedKey> stored)
      throws SessionFormatException {
    List<MessageKeySeed> skipped = new ArrayList<>(stored.size());
    for (StoredSkippedKey key : stored) {
      skipped.add(new MessageKeySeed(index(key.getIndex()), secret(key.getSeed())));
    }
    return skipped;
  }

  private static StoredPendingPreKey encodePending(PendingPreKey pending) {
    StoredPendingPreKey.Builder stored =
        StoredPendingPreKey.newBuilder().setSignedPreKeyId(pending.signedPreKeyId());
    pending.preKeyId().ifPresent(stored::setPreKeyId);
    return stored.build();
  }

  private static PendingPreKey decodePending(StoredPendingPreKey stored) {
    return new PendingPreKey(
        stored.hasPreKeyId() ? OptionalInt.of(stored.getPreKeyId()) : OptionalInt.empty(),
        stored.getSignedPreKeyId());
  }

  static PublicKey publicKey(ByteString bytes) throws SessionFormatException {
    return new PublicKey(secret(bytes));
  }

  static ByteString secret(ByteString bytes) throws SessionFormatException {
    if (bytes.size() != SECRET_LENGTH) {
      throw new SessionFormatException("stored key of " + bytes.size() + " bytes, expected 32");
    }
    return bytes;
  }

  static int index(int stored) throws SessionFormatException {
    if (stored < 0) {
      throw new SessionFormatException("stored index is out of range");
    }
    return stored;
  }
}
