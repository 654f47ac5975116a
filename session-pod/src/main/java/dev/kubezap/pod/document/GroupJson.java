package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import java.util.List;
import java.util.Locale;

/** The documents of groups. What is not known is absent. */
public final class GroupJson {

  private GroupJson() {}

  /** A group. */
  public static ObjectNode of(Group group) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", group.id().toString()).put("subject", group.subject());
    group.description().ifPresent(text -> json.put("description", text));
    group
        .owner()
        .map(owner -> group.participant(owner).map(GroupParticipant::id).orElse(owner))
        .ifPresent(owner -> json.put("owner", owner.toString()));
    group.createdAt().ifPresent(at -> json.put("createdAt", at.toString()));
    Group.Settings settings = group.settings();
    json.put("announce", settings.announce())
        .put("locked", settings.locked())
        .put("joinApproval", settings.joinApproval())
        .put("memberAddMode", settings.adminsAdd() ? "admins" : "everyone")
        .put("addressing", group.addressing().wire());
    if (settings.ephemeral().isPositive()) {
      json.put("ephemeral", settings.ephemeral().toString());
    }
    group.community().ifPresent(community -> json.put("community", community.toString()));
    json.set("participants", participants(group.participants()));
    return json;
  }

  /** Participants. */
  public static ArrayNode participants(List<GroupParticipant> participants) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (GroupParticipant participant : participants) {
      ObjectNode one = array.addObject();
      name(participant, one).put("role", participant.role().name().toLowerCase(Locale.ROOT));
    }
    return array;
  }

  /** By which names an account is known. */
  public static ObjectNode name(GroupParticipant participant, ObjectNode json) {
    json.put("id", participant.id().toString());
    participant.lid().ifPresent(lid -> json.put("lid", lid.toString()));
    participant.phone().ifPresent(phone -> json.put("phoneNumber", "+" + phone.user()));
    participant.displayName().ifPresent(name -> json.put("displayName", name));
    return json;
  }
}
