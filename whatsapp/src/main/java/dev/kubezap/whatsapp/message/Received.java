package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.senderkey.MemberKeys;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/** What is known about a message stanza before it is decided. */
public sealed interface Received {

  /** The stanza lacks what every message has, or came before this device was paired. */
  record Malformed(String reason) implements Received {}

  /**
   * This device can open nothing in it: a channel's, or a kind of encryption that this version does
   * not know.
   *
   * @param mark the mark of what it holds
   * @param keptBefore whether the mark is stored
   */
  record Uninterpreted(Origin origin, CiphertextMark mark, boolean keptBefore)
      implements Received {}

  /**
   * The server has a direct message, but no ciphertext of it for this device.
   *
   * @param key the row that asks our phone for it
   */
  record Unavailable(
      Origin origin, List<Change> learned, Optional<StoredMessage> stored, MissingKey key)
      implements Received {}

  /**
   * A message with parts that this device may open: a direct one, a copy of our own, one from our
   * phone to this device, or one of a group.
   *
   * @param origin who sent it where, completed by stored pairs
   * @param learned the pair of identities that the stanza told, when it is new
   * @param parts the one for this device alone, which may bring a sender key, and then the one
   *     under that; at least one of them. The last says what the message says
   * @param keys what may open the first
   * @param members what its sender handed to us for the group; empty for what is not a group's
   * @param stored the message with this id of this sender in this chat, perhaps only a placeholder
   * @param chat the stored chat
   * @param missingKey the row that says whom it was asked of
   * @param missing what it says, when the message could not be read before
   * @param preKeys our one-time prekeys
   * @param fresh makes one more prekey, for a retry receipt
   */
  record Encrypted(
      Origin origin,
      List<Change> learned,
      List<Part> parts,
      Cipher.Keys keys,
      Optional<MemberKeys> members,
      Optional<StoredMessage> stored,
      Optional<Chat> chat,
      MissingKey missingKey,
      Optional<Missing> missing,
      OwnPreKeys preKeys,
      OwnPreKeys.Source fresh)
      implements Received {

    /** SHA-256 of the part that says what the message says. */
    ByteString hash() {
      return parts.getLast().mark().hash();
    }

    /** Whether all of it was decrypted and stored before. */
    boolean decryptedBefore() {
      return parts.stream().allMatch(Part::decryptedBefore);
    }
  }

  /**
   * A ciphertext of a message.
   *
   * @param mark the mark of this very ciphertext
   * @param decryptedBefore whether the mark is stored
   */
  record Part(Ciphertext ciphertext, CiphertextMark mark, boolean decryptedBefore) {}
}
