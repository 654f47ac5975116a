package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.ContactMessage;
import dev.kubezap.whatsapp.proto.ContactsArrayMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.List;
import java.util.Optional;

/** One or more cards of an address book. */
public record ContactContent(List<Card> cards, MessageContext context) implements Composable {

  /**
   * A card.
   *
   * @param name what is shown of it
   * @param vcard the card as RFC 6350 defines it, as its sender wrote it
   */
  public record Card(String name, String vcard) {
    /** Hides whom it is about. */
    @Override
    public String toString() {
      return "Card[" + vcard.length() + " characters]";
    }
  }

  public ContactContent {
    cards = List.copyOf(cards);
  }

  static Optional<Content> read(Message message) {
    if (message.hasContactMessage()) {
      ContactMessage contact = message.getContactMessage();
      return Optional.of(
          new ContactContent(List.of(card(contact)), MessageContext.of(contact.getContextInfo())));
    }
    if (!message.hasContactsArrayMessage()) {
      return Optional.empty();
    }
    ContactsArrayMessage contacts = message.getContactsArrayMessage();
    return Optional.of(
        new ContactContent(
            contacts.getContactsList().stream().map(ContactContent::card).toList(),
            MessageContext.of(contacts.getContextInfo())));
  }

  private static Card card(ContactMessage contact) {
    return new Card(contact.getDisplayName(), contact.getVcard());
  }

  @Override
  public ContactContent with(MessageContext other) {
    return new ContactContent(cards, other);
  }

  @Override
  public String type() {
    return "contact";
  }

  @Override
  public Message encode() {
    if (cards.size() == 1) {
      ContactMessage.Builder contact = encode(cards.getFirst());
      if (!context.isEmpty()) {
        contact.setContextInfo(context.encode());
      }
      return Message.newBuilder().setContactMessage(contact).build();
    }
    ContactsArrayMessage.Builder contacts =
        ContactsArrayMessage.newBuilder().setDisplayName(cards.size() + " contacts");
    cards.forEach(card -> contacts.addContacts(encode(card)));
    if (!context.isEmpty()) {
      contacts.setContextInfo(context.encode());
    }
    return Message.newBuilder().setContactsArrayMessage(contacts).build();
  }

  private static ContactMessage.Builder encode(Card card) {
    return ContactMessage.newBuilder().setDisplayName(card.name()).setVcard(card.vcard());
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.media(cards.size() == 1 ? "vcard" : "contact_array");
  }

  /** Says how many, not whom. */
  @Override
  public String toString() {
    return "ContactContent[" + cards.size() + " cards]";
  }
}
