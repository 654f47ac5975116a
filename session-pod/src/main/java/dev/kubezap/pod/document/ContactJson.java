package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.contact.BusinessProfile;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import java.util.Locale;
import java.util.Optional;

/** The document of a contact. What is not known is absent. */
public final class ContactJson {

  private ContactJson() {}

  /** A contact. */
  public static ObjectNode of(Contact contact) {
    ObjectNode json = names(Optional.of(contact.id()), contact.lid());
    contact.name().ifPresent(name -> json.put("name", name));
    contact.pushName().ifPresent(name -> json.put("pushName", name));
    contact.businessName().ifPresent(name -> json.put("businessName", name));
    contact.about().ifPresent(about -> json.put("about", about));
    contact.pictureId().ifPresent(picture -> json.put("pictureId", picture));
    return json.put("blocked", contact.blocked())
        .put("isContact", contact.name().isPresent())
        .put("isBusiness", contact.businessName().isPresent())
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

  /** What a business says of itself. */
  public static ObjectNode of(Jid account, BusinessProfile profile) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", account.toString());
    profile.description().ifPresent(text -> json.put("description", text));
    profile.address().ifPresent(text -> json.put("address", text));
    profile.email().ifPresent(text -> json.put("email", text));
    var websites = json.putArray("websites");
    profile.websites().forEach(websites::add);
    var categories = json.putArray("categories");
    profile.categories().forEach(categories::add);
    if (!profile.hours().isEmpty()) {
      ObjectNode open = json.putObject("hours");
      profile.timezone().ifPresent(zone -> open.put("timezone", zone));
      var days = open.putArray("days");
      for (BusinessProfile.Hours hours : profile.hours()) {
        ObjectNode day = days.addObject().put("day", hours.day()).put("mode", hours.mode());
        hours.opens().ifPresent(minutes -> day.put("opens", clock(minutes)));
        hours.closes().ifPresent(minutes -> day.put("closes", clock(minutes)));
      }
    }
    return json;
  }

  private static String clock(int minutes) {
    return String.format(Locale.ROOT, "%02d:%02d", minutes / 60, minutes % 60);
  }
}
