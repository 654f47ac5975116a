package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.senderkey.MemberKeys;
import dev.kubezap.whatsapp.signal.Accepted;
import dev.kubezap.whatsapp.signal.Decrypted;
import dev.kubezap.whatsapp.signal.GroupCipher;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.signal.PreKeyMessage;
import dev.kubezap.whatsapp.signal.RetryError;
import dev.kubezap.whatsapp.signal.SenderKeyMessage;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalMessage;
import dev.kubezap.whatsapp.signal.SignedPreKey;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decrypts one ciphertext with the state that was gathered for it. */
final class Cipher {

  private Cipher() {}

  /**
   * The state that may open a ciphertext.
   *
   * @param stored the session with its sender
   * @param preKey the one-time prekey that the message names
   */
  record Keys(DeviceSession stored, Optional<PreKey> preKey) {}

  /** What became of a ciphertext. */
  sealed interface Result {

    /**
     * It was opened.
     *
     * @param plaintext without padding
     * @param changes the ratchet step, the move to the LID; to be stored with the message
     * @param usedPreKey the one-time prekey that is to be removed with them
     */
    record Opened(ByteString plaintext, List<Change> changes, OptionalInt usedPreKey)
        implements Result {
      /** Hides the text. */
      @Override
      public String toString() {
        return "Opened[" + plaintext.size() + " bytes hidden]";
      }
    }

    /**
     * A group's message was opened.
     *
     * @param plaintext without padding
     * @param members what its sender handed to us, a step further
     */
    record OpenedOfGroup(ByteString plaintext, MemberKeys members) implements Result {

      /** Hides the text. */
      @Override
      public String toString() {
        return "OpenedOfGroup[" + plaintext.size() + " bytes hidden]";
      }
    }

    /** Its key was used before: it came twice. */
    record Duplicate() implements Result {}

    /** It cannot be opened with what we have; its sender is asked to send it anew. */
    record Unreadable(RetryError error, String reason) implements Result {}
  }

  static Result open(Ciphertext ciphertext, Keys keys, Turn turn) {
    DeviceIdentity self =
        turn.identity().orElseThrow(() -> new IllegalStateException("message without identity"));
    try {
      return switch (ciphertext.kind()) {
        case SIGNAL -> withSession(SignalMessage.parse(ciphertext.bytes()), keys, turn);
        case PRE_KEY -> withPreKey(PreKeyMessage.parse(ciphertext.bytes()), keys, self, turn);
        case SENDER_KEY -> throw new IllegalArgumentException("encrypted for a group");
      };
    } catch (SignalException.OldCounter e) {
      return new Result.Duplicate();
    } catch (SignalException e) {
      return new Result.Unreadable(e.retryError(), name(e));
    }
  }

  /**
   * Decrypts what is written under a sender key. A counter that is too old may be one from before
   * the key was handed to us, so its message is asked for; one that came twice is known by its
   * mark.
   */
  static Result openOfGroup(Ciphertext ciphertext, MemberKeys members) {
    try {
      GroupCipher.Decrypted decrypted =
          GroupCipher.decrypt(members.keys(), SenderKeyMessage.parse(ciphertext.bytes()));
      return new Result.OpenedOfGroup(
          MessagePadding.unpad(decrypted.plaintext()), members.with(decrypted.senderKeys()));
    } catch (SignalException e) {
      return new Result.Unreadable(e.retryError(), name(e));
    }
  }

  private static Result withSession(SignalMessage message, Keys keys, Turn turn)
      throws SignalException {
    return keys.stored().session().isPresent()
        ? opened(keys, SessionCipher.decrypt(keys.stored().session().get(), message, turn.random()))
        : new Result.Unreadable(RetryError.NO_SESSION, "no-session");
  }

  private static Result opened(Keys keys, Decrypted decrypted) throws SignalException {
    return new Result.Opened(
        MessagePadding.unpad(decrypted.plaintext()),
        keys.stored().stepped(decrypted.session()),
        OptionalInt.empty());
  }

  private static Result withPreKey(PreKeyMessage message, Keys keys, DeviceIdentity self, Turn turn)
      throws SignalException {
    Accepted accepted =
        X3dh.accept(
            new LocalIdentity(self.identityKey(), self.registrationId()),
            signedPreKey(self, message.signedPreKeyId()),
            keys.preKey(),
            keys.stored().session(),
            message,
            turn.random());
    return new Result.Opened(
        MessagePadding.unpad(accepted.plaintext()),
        keys.stored().stepped(accepted.session()),
        accepted.consumedPreKeyId());
  }

  private static Optional<SignedPreKey> signedPreKey(DeviceIdentity self, int id) {
    return self.signedPreKeys().stream()
        .filter(stored -> stored.id() == id)
        .findFirst()
        .map(stored -> new SignedPreKey(stored.id(), stored.key(), stored.signature()));
  }

  private static String name(SignalException e) {
    return switch (e) {
      case SignalException.NoSession _ -> "no-session";
      case SignalException.InvalidMessage _ -> "invalid-message";
      case SignalException.UnknownVersion _ -> "unknown-version";
      case SignalException.InvalidKey _ -> "invalid-key";
      case SignalException.InvalidSignature _ -> "invalid-signature";
      case SignalException.OldCounter _ -> "old-counter";
      case SignalException.TooFarAhead _ -> "too-far-ahead";
      case SignalException.BadMac _ -> "bad-mac";
      case SignalException.UntrustedIdentity _ -> "untrusted-identity";
      case SignalException.MissingPreKey _ -> "missing-prekey";
    };
  }
}
