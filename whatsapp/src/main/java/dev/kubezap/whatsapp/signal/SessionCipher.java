package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encrypts and decrypts with sessions. */
public final class SessionCipher {
  /**
   * How far a message that starts a new chain of an archived state may be ahead. A chain that
   * nobody here has seen is tried against every archived state, so that the full jump would let one
   * forged message cost forty times its price.
   */
  private static final int MAX_ARCHIVED_JUMP = MessageKeyChain.MAX_SKIPPED;

  private SessionCipher() {}

  /**
   * Encrypts for the peer: a prekey message while the peer has not answered, else a plain one.
   *
   * @param plaintext padded, see {@link MessagePadding}
   * @throws SignalException.NoSession if the session can only receive: begin a new one with {@link
   *     X3dh#initiate}
   */
  public static Encrypted encrypt(SignalSession session, ByteString plaintext)
      throws SignalException {
    SessionState state =
        session
            .current()
            .filter(inUse -> !inUse.receiveOnly())
            .orElseThrow(() -> new SignalException.NoSession("session can only receive"));
    DoubleRatchet.Written written = DoubleRatchet.write(state, plaintext);
    SignalSession next = session.advanced(written.state());
    return state
        .pending()
        .map(
            pending ->
                new Encrypted(
                    next,
                    CiphertextType.PRE_KEY,
                    PreKeyMessage.write(pending, state, written.message())))
        .orElseGet(() -> new Encrypted(next, CiphertextType.SIGNAL, written.message()));
  }

  /**
   * Decrypts a message by whichever state of the session it belongs to; that state is then the one
   * in use.
   *
   * @param random gives the 32 bytes of our next ratchet key, drawn only for an authentic message
   *     that starts a new chain
   * @throws SignalException if no state reads it
   */
  public static Decrypted decrypt(SignalSession session, SignalMessage message, RandomBytes random)
      throws SignalException {
    Optional<SignalException> failure = Optional.empty();
    if (session.current().isPresent()) {
      SessionState state = session.current().get();
      try {
        DoubleRatchet.Read read =
            DoubleRatchet.read(state, message, MessageKeyChain.MAX_JUMP, random);
        return new Decrypted(session.advanced(read.state()), read.plaintext());
      } catch (SignalException e) {
        if (state.chainOf(message.ratchetKey()).isPresent()) {
          throw e;
        }
        failure = Optional.of(e);
      }
    }
    return decryptArchived(session, message, random, failure);
  }

  private static Decrypted decryptArchived(
      SignalSession session,
      SignalMessage message,
      RandomBytes random,
      Optional<SignalException> failureOfCurrent)
      throws SignalException {
    List<Optional<SessionState>> states = archivedStates(session);
    // The state that knows the chain is the right one; its failure is the answer.
    for (int i = 0; i < states.size(); i++) {
      Optional<SessionState> state = states.get(i);
      if (state.flatMap(known -> known.chainOf(message.ratchetKey())).isPresent()) {
        return promote(session, i, state.get(), message, MessageKeyChain.MAX_JUMP, random);
      }
    }
    Optional<SignalException> failure = failureOfCurrent;
    for (int i = 0; i < states.size(); i++) {
      if (states.get(i).isPresent()) {
        try {
          return promote(session, i, states.get(i).get(), message, MAX_ARCHIVED_JUMP, random);
        } catch (SignalException e) {
          failure = failure.or(() -> Optional.of(e));
        }
      }
    }
    throw failure.orElseGet(() -> new SignalException.NoSession("session has no state"));
  }

  private static Decrypted promote(
      SignalSession session,
      int index,
      SessionState state,
      SignalMessage message,
      int maxJump,
      RandomBytes random)
      throws SignalException {
    DoubleRatchet.Read read = DoubleRatchet.read(state, message, maxJump, random);
    return new Decrypted(session.promoted(index, read.state()), read.plaintext());
  }

  /**
   * The archived states at their indexes; one that cannot be read any more cannot read anything.
   */
  static List<Optional<SessionState>> archivedStates(SignalSession session) {
    List<Optional<SessionState>> states = new ArrayList<>();
    for (ByteString encoded : session.archived()) {
      try {
        states.add(Optional.of(SessionCodec.decodeState(encoded)));
      } catch (SessionFormatException e) {
        states.add(Optional.empty());
      }
    }
    return states;
  }
}
