package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.KeysOnly;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.senderkey.MemberKeys;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * Opens the parts of one message in their order: the sender key that the first may bring opens the
 * second. What was opened is stored whatever becomes of the rest.
 *
 * @param outcome every ratchet step and mark, and what keeps a sender key of another group
 * @param end what it comes to: what its last part comes to
 */
record DecryptedParts(Outcome outcome, End end) {

  /** What became of a message. */
  sealed interface End {

    /**
     * It can be read.
     *
     * @param plaintext without padding
     */
    record Read(ByteString plaintext) implements End {

      /** Hides the text. */
      @Override
      public String toString() {
        return "Read[" + plaintext.size() + " bytes hidden]";
      }
    }

    /** It was decrypted and stored before. */
    record Repeated() implements End {}

    /** Its key was used before, by another ciphertext. */
    record Used() implements End {}

    /** Its sender is asked to send it anew. */
    record Unreadable(Cipher.Result.Unreadable why) implements End {}
  }

  static DecryptedParts of(Node stanza, Received.Encrypted encrypted, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    End end = new End.Repeated();
    Optional<MemberKeys> members = encrypted.members();
    Optional<ByteString> alone = Optional.empty();
    for (Received.Part part : encrypted.parts()) {
      if (part.decryptedBefore()) {
        end = new End.Repeated();
        continue;
      }
      Cipher.Result result =
          switch (part.ciphertext().kind()) {
            case SIGNAL, PRE_KEY -> Cipher.open(part.ciphertext(), encrypted.keys(), turn);
            case SENDER_KEY -> Cipher.openOfGroup(part.ciphertext(), members.orElseThrow());
          };
      switch (result) {
        case Cipher.Result.Opened opened -> {
          outcome
              .changes(opened.changes())
              .change(new Change.Put<>(part.mark(), new CiphertextMark.Decrypted(turn.now())));
          opened
              .usedPreKey()
              .ifPresent(id -> outcome.change(new Change.Remove(encrypted.preKeys().key(id))));
          alone = Optional.of(opened.plaintext());
          members = handed(stanza, encrypted, opened.plaintext(), members, outcome, turn);
          end = new End.Read(opened.plaintext());
        }
        case Cipher.Result.OpenedOfGroup opened -> {
          outcome.change(new Change.Put<>(part.mark(), new CiphertextMark.Decrypted(turn.now())));
          members = Optional.of(opened.members());
          end = new End.Read(opened.plaintext());
        }
        case Cipher.Result.Duplicate _ -> end = new End.Used();
        case Cipher.Result.Unreadable unreadable -> end = new End.Unreadable(unreadable);
      }
    }
    if (members.isPresent()) {
      outcome.changes(members.get().since(encrypted.members().orElseThrow()));
    }
    // Sent anew it is all in the part for this device, and the rest cannot be read any better.
    boolean complete = end instanceof End.Read || alone.filter(DecryptedParts::says).isEmpty();
    return new DecryptedParts(outcome.build(), complete ? end : new End.Read(alone.get()));
  }

  /** The sender keys with the one that a part for this device alone hands out. */
  private static Optional<MemberKeys> handed(
      Node stanza,
      Received.Encrypted encrypted,
      ByteString plaintext,
      Optional<MemberKeys> members,
      Outcome.Builder outcome,
      Turn turn) {
    Optional<Distribution> distribution =
        Distribution.of(plaintext, encrypted.members().map(of -> of.key().group()));
    if (distribution.isEmpty()) {
      return members;
    }
    if (members.filter(of -> of.key().group().equals(distribution.get().group())).isEmpty()) {
      outcome.add(Unhandled.due(Distribution.KIND, stanza, plaintext, turn));
      return members;
    }
    return members.map(distribution.get()::addedTo);
  }

  private static boolean says(ByteString plaintext) {
    try {
      return !(Contents.read(Message.parseFrom(plaintext)) instanceof KeysOnly);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
