package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Set;

/**
 * An addition and the stored message that it names.
 *
 * @param by who changes the message, without device, in the form of the chat; the phone number when
 *     it is this account
 * @param byNames by which names whoever changes it is known, {@code by} among them
 * @param byMe whether this account does, from whichever device
 * @param authorNames by which names the sender of the message is known
 * @param administers whether whoever changes it is an administrator of the group
 * @param before what was done to the message before
 */
public record AdditionToMessage(
    Addition addition,
    Jid by,
    Set<Jid> byNames,
    boolean byMe,
    StoredMessage target,
    Set<Jid> authorNames,
    boolean administers,
    MessageAdditions before) {
  public AdditionToMessage {
    byNames = Set.copyOf(byNames);
    authorNames = Set.copyOf(authorNames);
  }

  /** Whether it comes from the sender of the message. */
  boolean byAuthor() {
    return target.fromMe() == byMe
        && (byMe || target.chat().isUser() || byNames.stream().anyMatch(authorNames::contains));
  }
}
