package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a message to a group is: each member's receipt is noted, and the message is delivered,
 * read or played when it is so with every member that it was sent to.
 */
final class GroupProgress {

  private GroupProgress() {}

  /**
   * A receipt of one member's device.
   *
   * @param before the receipts so far
   * @param names of the member
   */
  static Outcome receipt(
      ReceiptStep.Named named,
      MessageReceipts before,
      AccountNames names,
      MessageStatus status,
      Instant at,
      Turn turn) {
    OutgoingMessage outgoing = named.outgoing();
    Set<Jid> members =
        outgoing.devices().stream()
            .map(Jid::account)
            .filter(account -> !Origin.isOwn(account, turn.identity().orElseThrow()))
            .collect(Collectors.toSet());
    Optional<Jid> member = members.stream().filter(names::contain).findFirst();
    if (member.isEmpty() || !(named.outgoingContent() instanceof OutgoingContent.ChatMessage)) {
      // Of somebody who came later, or for what changes a message: the server took it.
      return SendProgress.to(named.outgoingContent(), MessageStatus.SENT, Optional.empty(), turn);
    }
    MessageReceipts after = before.with(member.get(), status, at);
    Outcome.Builder outcome =
        Outcome.builder()
            .add(
                SendProgress.to(
                    named.outgoingContent(), after.of(members), Optional.empty(), turn));
    if (!after.equals(before)) {
      outcome.change(new Change.Put<>(new MessageReceiptsKey(outgoing.messageId()), after));
    }
    return outcome.build();
  }
}
