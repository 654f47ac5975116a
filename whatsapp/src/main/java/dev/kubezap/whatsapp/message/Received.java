package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/** What is known about a message stanza before it is decided. */
public sealed interface Received {

  /** The stanza lacks what every message has, or came before this device was paired. */
  record Malformed(String reason) implements Received {}

  /**
   * Nothing in it is encrypted for this device alone: a group message behind the first of its
   * sender, a channel's, or a kind of encryption that this version does not know.
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
   * A message with a part that is encrypted for this device alone: a direct one, a copy of our own,
   * one from our phone to this device, or one of a group that brings its sender's key.
   *
   * @param origin who sent it where, completed by stored pairs
   * @param learned the pair of identities that the stanza told, when it is new
   * @param keys what may open it
   * @param mark the mark of this very ciphertext
   * @param decryptedBefore whether the mark is stored
   * @param stored the message with this id in this chat, perhaps only a placeholder
   * @param chat the stored chat
   * @param missingKey the row that says whom it was asked of
   * @param missing what it says, when the message could not be read before
   * @param preKeys our one-time prekeys
   * @param fresh makes one more prekey, for a retry receipt
   */
  record Direct(
      Origin origin,
      List<Change> learned,
      Ciphertext ciphertext,
      Cipher.Keys keys,
      CiphertextMark mark,
      boolean decryptedBefore,
      Optional<StoredMessage> stored,
      Optional<Chat> chat,
      MissingKey missingKey,
      Optional<Missing> missing,
      OwnPreKeys preKeys,
      OwnPreKeys.Source fresh)
      implements Received {}
}
