package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.GroupInviteContent;

/** {@code groupInvite}: an invitation into a group. */
final class GroupInviteKind implements MessageKind<GroupInviteContent> {

  @Override
  public Class<GroupInviteContent> content() {
    return GroupInviteContent.class;
  }

  @Override
  public void write(GroupInviteContent content, ObjectNode json) {
    ObjectNode invite = json.putObject("groupInvite").put("code", content.code());
    content.group().ifPresent(group -> invite.put("groupId", group.toString()));
    content.groupName().ifPresent(name -> invite.put("groupName", name));
    content.expiresAt().ifPresent(at -> invite.put("expiresAt", at.toString()));
    content.caption().ifPresent(caption -> json.put("caption", caption));
  }
}
