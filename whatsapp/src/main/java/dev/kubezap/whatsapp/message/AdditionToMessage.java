package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;

/**
 * An addition and the stored message that it names.
 *
 * @param by who changes the message, without device, in the form of the chat; the phone number when
 *     it is this account
 * @param byMe whether this account does, from whichever device
 * @param before what was done to the message before
 */
public record AdditionToMessage(
    Addition addition, Jid by, boolean byMe, StoredMessage target, MessageAdditions before) {}
