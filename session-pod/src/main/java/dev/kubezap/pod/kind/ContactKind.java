package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.ContactContent;
import dev.kubezap.whatsapp.content.ContactContent.Card;
import dev.kubezap.whatsapp.content.MessageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code contact}: cards of an address book, as names and numbers or as vCards. */
final class ContactKind implements MessageKind<ContactContent>, SendForm {
  private static final int MOST_CARDS = 100;
  private static final int MOST_NUMBERS = 20;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_VCARD = 16_384;
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9][0-9 ()./-]{3,30}");
  private static final Pattern LINE_END = Pattern.compile("\\R");

  @Override
  public Class<ContactContent> content() {
    return ContactContent.class;
  }

  @Override
  public void write(ContactContent content, ObjectNode json) {
    ArrayNode cards = json.putArray("contacts");
    content
        .cards()
        .forEach(card -> cards.addObject().put("name", card.name()).put("vcard", card.vcard()));
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("contact");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    List<Card> cards = new ArrayList<>();
    for (Fields one : fields.requiredObjects("contacts", MOST_CARDS)) {
      card(one).ifPresent(cards::add);
    }
    return cards.isEmpty() ? Optional.empty() : Optional.of(new ContactContent(cards, context));
  }

  private static Optional<Card> card(Fields fields) {
    Optional<String> name = fields.requiredText("name", LONGEST_NAME);
    Optional<String> vcard = fields.text("vcard", LONGEST_VCARD);
    List<String> numbers = fields.texts("phoneNumbers", MOST_NUMBERS, 32);
    Optional<String> organization = fields.text("organization", LONGEST_NAME);
    if (vcard.isPresent()) {
      if (!vcard.get().startsWith("BEGIN:VCARD")) {
        fields.wrong("vcard", "must begin with BEGIN:VCARD");
      }
      return name.map(known -> new Card(known, vcard.get()));
    }
    if (numbers.isEmpty()) {
      fields.wrong("phoneNumbers", "must have a number, or give vcard instead");
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (!NUMBER.matcher(numbers.get(i)).matches()) {
        fields.wrong("phoneNumbers[" + i + "]", "must be a phone number such as +4915112345678");
      }
    }
    return name.map(known -> new Card(known, vcard(known, numbers, organization)));
  }

  /** A card that phones open: {@code waid} makes a number one that can be written to. */
  private static String vcard(String name, List<String> numbers, Optional<String> organization) {
    StringBuilder card = new StringBuilder("BEGIN:VCARD\nVERSION:3.0\nN:;");
    card.append(escaped(name)).append(";;;\nFN:").append(escaped(name)).append('\n');
    organization.ifPresent(text -> card.append("ORG:").append(escaped(text)).append(";\n"));
    for (String number : numbers) {
      String digits = number.replaceAll("\\D", "");
      card.append("TEL;type=CELL;type=VOICE;waid=")
          .append(digits)
          .append(":+")
          .append(digits)
          .append('\n');
    }
    return card.append("END:VCARD").toString();
  }

  /** RFC 6350, 3.4. */
  private static String escaped(String text) {
    String escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;");
    return LINE_END.matcher(escaped).replaceAll("\\\\n");
  }
}
