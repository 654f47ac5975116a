package dev.kubezap.pod.api;

import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.GroupLimits;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what callers write about groups. */
final class GroupFields {
  private static final String PERSON =
      "must be a phone number with its country code, such as +4915112345678, or the jid or LID of a person";

  private GroupFields() {}

  /**
   * A change and the field that asks for it.
   *
   * @param field its name
   */
  record Named(String field, ChangeGroup.What change) {}

  /** The subject; empty when it is absent, or noted as wrong. */
  static Optional<String> subject(Fields fields) {
    return FieldTexts.title(fields, "subject", GroupLimits.SUBJECT);
  }

  /** The community that a group is to belong to; empty when it is absent, or noted as wrong. */
  static Optional<Jid> community(Fields fields) {
    Optional<String> given = fields.text("community", Recipient.LONGEST);
    Optional<Jid> community = given.flatMap(Recipient::parse).filter(Jid::isGroup);
    if (given.isPresent() && community.isEmpty()) {
      fields.wrong("community", "must be the id of a community, as GET /api/v1/communities has it");
    }
    return community;
  }

  /** Accounts, each once. */
  static List<Jid> people(Fields fields, String name, boolean required) {
    List<String> given = fields.texts(name, GroupLimits.PARTICIPANTS, Recipient.LONGEST);
    if (required && given.isEmpty() && fields.errorsSoFar().isEmpty()) {
      fields.wrong(name, "must name 1 to " + GroupLimits.PARTICIPANTS + " people");
    }
    Set<Jid> people = new LinkedHashSet<>();
    for (int i = 0; i < given.size(); i++) {
      Optional<Jid> person = Recipient.parse(given.get(i)).filter(Jid::isUser);
      person.ifPresent(people::add);
      if (person.isEmpty()) {
        fields.wrong(name + "[" + i + "]", PERSON);
      }
    }
    return List.copyOf(people);
  }

  /** What is to be changed, in the order in which it is. */
  static List<Named> changes(Fields fields) {
    List<Named> changes = new ArrayList<>();
    subject(fields).ifPresent(text -> add(changes, "subject", new ChangeGroup.Subject(text)));
    FieldTexts.description(fields, GroupLimits.DESCRIPTION)
        .ifPresent(
            text ->
                add(
                    changes,
                    "description",
                    new ChangeGroup.Description(
                        text.isEmpty() ? Optional.empty() : Optional.of(text))));
    fields.flag("announce").ifPresent(on -> add(changes, "announce", new ChangeGroup.Announce(on)));
    fields.flag("locked").ifPresent(on -> add(changes, "locked", new ChangeGroup.Locked(on)));
    fields
        .flag("joinApproval")
        .ifPresent(on -> add(changes, "joinApproval", new ChangeGroup.JoinApproval(on)));
    addMode(fields).ifPresent(on -> add(changes, "memberAddMode", new ChangeGroup.AdminsAdd(on)));
    FieldTexts.ephemeral(fields)
        .ifPresent(after -> add(changes, "ephemeral", new ChangeGroup.Ephemeral(after)));
    return changes;
  }

  private static void add(List<Named> changes, String field, ChangeGroup.What change) {
    changes.add(new Named(field, change));
  }

  private static Optional<Boolean> addMode(Fields fields) {
    Optional<String> mode = fields.text("memberAddMode", 64);
    if (mode.isPresent() && !List.of("admins", "everyone").contains(mode.get())) {
      fields.wrong("memberAddMode", "must be admins or everyone");
      return Optional.empty();
    }
    return mode.map("admins"::equals);
  }
}
