package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Presence;
import java.util.Locale;
import java.util.Optional;

/** The document of how somebody showed himself. What is not known is absent. */
public final class PresenceJson {

  private PresenceJson() {}

  /**
   * How somebody showed himself.
   *
   * @param chat where he did
   * @param id who
   * @param shown empty as long as it is not known
   */
  public static ObjectNode of(Jid chat, Jid id, Optional<Presence> shown) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("chatId", chat.toString()).put("id", id.toString());
    shown.ifPresent(
        presence -> {
          json.put("state", presence.state().name().toLowerCase(Locale.ROOT));
          presence.lastSeen().ifPresent(at -> json.put("lastSeen", at.toString()));
          json.put("at", presence.at().toString());
        });
    return json;
  }
}
