package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Begins sessions: the extended triple Diffie-Hellman key agreement. */
public final class X3dh {
  private X3dh() {}

  /**
   * Begins a session with a device whose prekeys the server handed out.
   *
   * @param existing the session with that device so far, kept for late messages
   * @param random gives 64 bytes: the base key and the first ratchet key
   * @throws SignalException.InvalidSignature if the identity did not sign the signed prekey
   * @throws SignalException.InvalidKey if a key of the bundle cannot be used
   */
  public static SignalSession initiate(
      LocalIdentity local,
      PreKeyBundle bundle,
      Optional<SignalSession> existing,
      RandomBytes random)
      throws SignalException {
    PublicKey theirIdentity = bundle.identity().key();
    PublicKey theirSigned = bundle.signed().key();
    if (!Curve25519.verify(theirIdentity, theirSigned.serialized(), bundle.signed().signature())) {
      throw new SignalException.InvalidSignature("signed prekey is not signed by its identity");
    }
    KeyPair base = Curve25519.generate(random);
    SharedSecret secret =
        new SharedSecret()
            .add(local.identity(), theirSigned)
            .add(base, theirIdentity)
            .add(base, theirSigned);
    if (bundle.oneTime().isPresent()) {
      secret.add(base, bundle.oneTime().get().key());
    }
    RootKey.WithChain agreed = secret.derive();
    RemoteRatchetKey theirRatchet = new RemoteRatchetKey(theirSigned);
    RatchetKeyPair ratchet = RatchetKeyPair.generate(random);
    RootKey.WithChain sending = agreed.root().advance(ratchet, theirRatchet);
    OptionalInt preKeyId =
        bundle.oneTime().map(oneTime -> OptionalInt.of(oneTime.id())).orElse(OptionalInt.empty());
    SessionState state =
        new SessionState(
            local.identity().publicKey(),
            bundle.identity(),
            sending.root(),
            0,
            new SendingChain(ratchet, sending.chain()),
            List.of(ReceivingChain.starting(theirRatchet, agreed.chain())),
            Optional.of(new PendingPreKey(preKeyId, bundle.signed().id())),
            local.registrationId(),
            bundle.registrationId(),
            base.publicKey(),
            false);
    return existing.orElse(SignalSession.EMPTY).begun(state);
  }

  /**
   * Reads a prekey message: with the session that it built before, if there is one, else by
   * building it. The prekeys are those that the message names, as far as they are stored; a session
   * that exists needs none.
   *
   * @param existing the session with the sender so far
   * @param random gives the 32 bytes of our first ratchet key, drawn only for an authentic message
   * @throws SignalException if the message cannot be read; {@link SignalException.MissingPreKey}
   *     tells which prekey would be needed
   */
  public static Accepted accept(
      LocalIdentity local,
      Optional<SignedPreKey> signedPreKey,
      Optional<PreKey> preKey,
      Optional<SignalSession> existing,
      PreKeyMessage message,
      RandomBytes random)
      throws SignalException {
    SignalSession session = existing.orElse(SignalSession.EMPTY);
    Optional<SessionState> built = stateOf(session, message.baseKey());
    if (built.isPresent()) {
      if (!built.get().remoteIdentity().equals(message.identity())) {
        throw new SignalException.UntrustedIdentity();
      }
      Decrypted decrypted = SessionCipher.decrypt(session, message.message(), random);
      return new Accepted(decrypted.session(), decrypted.plaintext(), OptionalInt.empty());
    }
    SessionState state = build(local, signedPreKey, preKey, message);
    DoubleRatchet.Read read =
        DoubleRatchet.read(state, message.message(), MessageKeyChain.MAX_JUMP, random);
    return new Accepted(session.begun(read.state()), read.plaintext(), message.preKeyId());
  }

  private static SessionState build(
      LocalIdentity local,
      Optional<SignedPreKey> signedPreKey,
      Optional<PreKey> preKey,
      PreKeyMessage message)
      throws SignalException {
    KeyPair signed = signed(message, signedPreKey);
    PublicKey theirIdentity = message.identity().key();
    SharedSecret secret =
        new SharedSecret()
            .add(signed, theirIdentity)
            .add(local.identity(), message.baseKey())
            .add(signed, message.baseKey());
    if (message.preKeyId().isPresent()) {
      secret.add(oneTime(message.preKeyId().getAsInt(), preKey), message.baseKey());
    }
    RootKey.WithChain agreed = secret.derive();
    return new SessionState(
        local.identity().publicKey(),
        message.identity(),
        agreed.root(),
        0,
        new SendingChain(new RatchetKeyPair(signed), agreed.chain()),
        List.of(),
        Optional.empty(),
        local.registrationId(),
        message.registrationId(),
        message.baseKey(),
        false);
  }

  /** The state that a message with this base key built or belongs to. */
  private static Optional<SessionState> stateOf(SignalSession session, PublicKey baseKey) {
    Optional<SessionState> current =
        session.current().filter(state -> state.baseKey().equals(baseKey));
    return current.or(
        () ->
            SessionCipher.archivedStates(session).stream()
                .flatMap(Optional::stream)
                .filter(state -> state.baseKey().equals(baseKey))
                .findFirst());
  }

  private static KeyPair signed(PreKeyMessage message, Optional<SignedPreKey> stored)
      throws SignalException {
    int id = message.signedPreKeyId();
    return stored
        .filter(key -> key.id() == id)
        .map(SignedPreKey::keyPair)
        .orElseThrow(() -> new SignalException.MissingPreKey(id, true));
  }

  private static KeyPair oneTime(int id, Optional<PreKey> stored) throws SignalException {
    return stored
        .filter(key -> key.id() == id)
        .map(PreKey::keyPair)
        .orElseThrow(() -> new SignalException.MissingPreKey(id, false));
  }
}
