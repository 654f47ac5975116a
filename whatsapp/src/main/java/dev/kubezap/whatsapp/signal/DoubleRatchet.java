package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.SignalMessageBody;
import java.util.Optional;

/** Moves one session state over a message. A new state exists only after the MAC held. */
final class DoubleRatchet {
  private DoubleRatchet() {}

  /** A message that was written, and the state after it. */
  record Written(SessionState state, ByteString message) {}

  /** A message that was read, and the state after it. */
  record Read(SessionState state, ByteString plaintext) {
    /** Hides the text. */
    @Override
    public String toString() {
      return "Read[hidden]";
    }
  }

  static Written write(SessionState state, ByteString plaintext) {
    SendingChain chain = state.sending();
    MessageKeys keys = MessageKeys.derive(chain.chainKey().seed());
    SignalMessageBody body =
        SignalMessageBody.newBuilder()
            .setRatchetKey(chain.ratchetKey().pair().publicKey().serialized())
            .setCounter(chain.chainKey().index())
            .setPreviousCounter(state.previousCounter())
            .setCiphertext(ByteString.copyFrom(keys.encrypt(plaintext.toByteArray())))
            .build();
    ByteString message =
        SignalMessage.write(
            body, keys.macKey(), state.localIdentity(), state.remoteIdentity().key());
    return new Written(state.sent(), message);
  }

  /**
   * Reads a message.
   *
   * @param maxJump how far it may be ahead in its chain
   */
  static Read read(SessionState state, SignalMessage message, int maxJump, RandomBytes random)
      throws SignalException {
    Optional<ReceivingChain> known = state.chainOf(message.ratchetKey());
    if (known.isPresent()) {
      ReceivingChain chain = known.get();
      MessageKeyChain.Step step = chain.keys().take(message.counter(), maxJump);
      ByteString plaintext = open(state, message, step.seed());
      return new Read(state.received(chain.moved(step.chain())), plaintext);
    }
    RootKey.WithChain theirs =
        state.root().advance(state.sending().ratchetKey(), message.ratchetKey());
    ReceivingChain chain = ReceivingChain.starting(message.ratchetKey(), theirs.chain());
    MessageKeyChain.Step step = chain.keys().take(message.counter(), maxJump);
    ByteString plaintext = open(state, message, step.seed());
    RatchetKeyPair next = RatchetKeyPair.generate(random);
    RootKey.WithChain ours = theirs.root().advance(next, message.ratchetKey());
    SendingChain sending = new SendingChain(next, ours.chain());
    return new Read(state.ratcheted(ours.root(), chain.moved(step.chain()), sending), plaintext);
  }

  private static ByteString open(SessionState state, SignalMessage message, MessageKeySeed seed)
      throws SignalException {
    MessageKeys keys = MessageKeys.derive(seed);
    if (!message.isAuthentic(keys.macKey(), state.remoteIdentity().key(), state.localIdentity())) {
      throw new SignalException.BadMac("MAC of message " + message.counter() + " does not match");
    }
    try {
      return ByteString.copyFrom(keys.decrypt(message.ciphertext().toByteArray()));
    } catch (AuthenticationException e) {
      throw new SignalException.InvalidMessage("authentic message does not decrypt", e);
    }
  }
}
