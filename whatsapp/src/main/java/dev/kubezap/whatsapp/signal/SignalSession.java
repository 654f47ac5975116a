package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything shared with one device: the state in use and earlier ones, which still read messages
 * that were sent before both sides agreed on the newest. Immutable.
 */
public final class SignalSession {
  /** How many earlier states are kept, as in Signal; the oldest go first. */
  static final int MAX_ARCHIVED = 40;

  /** No state at all, the beginning of every session. */
  static final SignalSession EMPTY = new SignalSession(Optional.empty(), List.of());

  private final Optional<SessionState> current;
  private final List<ByteString> archived;

  /** The archived states are encoded, newest first. */
  SignalSession(Optional<SessionState> current, List<ByteString> archived) {
    this.current = current;
    this.archived = List.copyOf(archived);
  }

  /**
   * Reads a session from its stored bytes.
   *
   * @throws SessionFormatException if they are damaged or of a later version
   */
  public static SignalSession decode(ByteString stored) throws SessionFormatException {
    return SessionCodec.decode(stored);
  }

  /** The bytes to store; they are secret. */
  public ByteString encode() {
    return SessionCodec.encode(this);
  }

  /**
   * This session without a state in use: it still reads, but cannot write until a new one is begun.
   * For peers that ask for a new session. A message that an archived state reads puts that state
   * back into use, so this is not enough for restored state: see {@link #onlyReceiving}.
   */
  public SignalSession archiveCurrent() {
    return current
        .map(state -> new SignalSession(Optional.empty(), ArchivedStates.with(state, archived)))
        .orElse(this);
  }

  /**
   * This session with the states of an earlier one behind its own, for a device that had two names
   * and so two sessions: it reads what was written in either, and writes as before.
   */
  public SignalSession withEarlier(SignalSession earlier) {
    List<ByteString> states = new ArrayList<>(archived);
    states.addAll(earlier.archiveCurrent().archived);
    return new SignalSession(current, ArchivedStates.bounded(states));
  }

  /**
   * This session as it must be after its stored form was restored from a backup: states that were
   * lost since may have used the keys of every sending chain, so all of them only receive from now
   * on, also when they come back into use. A state that cannot be read is dropped.
   */
  public SignalSession onlyReceiving() {
    List<ByteString> states =
        SessionCipher.archivedStates(this).stream()
            .flatMap(Optional::stream)
            .map(state -> SessionCodec.encodeState(state.onlyReceiving()))
            .toList();
    return new SignalSession(current.map(SessionState::onlyReceiving), states);
  }

  /** Whether there is a state in use whose keys are unused, so that messages can be written. */
  public boolean canEncrypt() {
    return current.filter(state -> !state.receiveOnly()).isPresent();
  }

  /** Whether we began the state in use and the peer has not answered yet. */
  public boolean awaitsAnswer() {
    return current.flatMap(SessionState::pending).isPresent();
  }

  /** The peer's identity in the state in use. */
  public Optional<RemoteIdentityKey> remoteIdentity() {
    return current.map(SessionState::remoteIdentity);
  }

  /** The peer's registration id in the state in use. */
  public OptionalInt remoteRegistrationId() {
    return current
        .map(state -> OptionalInt.of(state.remoteRegistrationId()))
        .orElse(OptionalInt.empty());
  }

  /** The name of the state in use: equal in both devices, new with every key agreement. */
  public Optional<PublicKey> baseKey() {
    return current.map(SessionState::baseKey);
  }

  Optional<SessionState> current() {
    return current;
  }

  List<ByteString> archived() {
    return archived;
  }

  /** This session with the state in use moved on. */
  SignalSession advanced(SessionState state) {
    return new SignalSession(Optional.of(state), archived);
  }

  /** This session with a new state in use; the one before is kept. */
  SignalSession begun(SessionState state) {
    return archiveCurrent().advanced(state);
  }

  /** This session with an archived state, moved on, put back into use. */
  SignalSession promoted(int index, SessionState state) {
    List<ByteString> rest = new ArrayList<>(archived);
    rest.remove(index);
    return new SignalSession(current, rest).begun(state);
  }

  /** About how many bytes it takes in memory; the peer decides how many. */
  public int size() {
    int size = current.map(SessionState::skipped).orElse(0) * MessageKeySeed.SIZE;
    for (ByteString state : archived) {
      size += state.size();
    }
    return size;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignalSession session
        && current.equals(session.current)
        && archived.equals(session.archived);
  }

  @Override
  public int hashCode() {
    return Objects.hash(current, archived);
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "SignalSession[canEncrypt=" + canEncrypt() + ", archived=" + archived.size() + "]";
  }
}
