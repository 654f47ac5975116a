package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.GroupInviteMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.time.Instant;
import java.util.Optional;

/**
 * An invitation into a group.
 *
 * @param group the group, when it is named by a jid
 * @param code what joins it
 */
public record GroupInviteContent(
    Optional<Jid> group,
    String code,
    Optional<String> groupName,
    Optional<Instant> expiresAt,
    Optional<String> caption,
    MessageContext context)
    implements Shown {

  static Optional<Content> read(Message message) {
    if (!message.hasGroupInviteMessage()) {
      return Optional.empty();
    }
    GroupInviteMessage invite = message.getGroupInviteMessage();
    long expiry = invite.getInviteExpiration();
    return Optional.of(
        new GroupInviteContent(
            Jid.parse(invite.getGroupJid()),
            invite.getInviteCode(),
            MediaReference.text(invite.getGroupName()),
            expiry > 0 && expiry < Instant.MAX.getEpochSecond()
                ? Optional.of(Instant.ofEpochSecond(expiry))
                : Optional.empty(),
            MediaReference.text(invite.getCaption()),
            MessageContext.of(invite.getContextInfo())));
  }

  @Override
  public String type() {
    return "groupInvite";
  }

  /** Hides the code. */
  @Override
  public String toString() {
    return "GroupInviteContent[" + group.map(Jid::toString).orElse("unnamed") + "]";
  }
}
