package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import java.util.Optional;

/** The document of a contact. What is not known is absent. */
public final class ContactJson {

  private ContactJson() {}

  /** A contact. */
  public static ObjectNode of(Contact contact) {
    ObjectNode json = names(Optional.of(contact.id()), contact.lid());
    contact.name().ifPresent(name -> json.put("name", name));
    contact.pushName().ifPresent(name -> json.put("pushName", name));
    contact.about().ifPresent(about -> json.put("about", about));
    contact.pictureId().ifPresent(picture -> json.put("pictureId", picture));
    return json.put("blocked", contact.blocked())
        .put("isContact", contact.name().isPresent())
        .put("updatedAt", contact.updatedAt().toString());
  }

  /**
   * By what somebody can be reached: id, LID and phone number.
   *
   * @param account a number or a LID
   */
  public static ObjectNode names(Optional<Jid> account, Optional<Jid> lid) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Optional<Jid> id = account.or(() -> lid);
    id.ifPresent(jid -> json.put("id", jid.toString()));
    lid.or(() -> id.filter(Jid::isLid)).ifPresent(jid -> json.put("lid", jid.toString()));
    id.filter(Jid::isPhoneNumber).ifPresent(jid -> json.put("phoneNumber", "+" + jid.user()));
    return json;
  }
}
