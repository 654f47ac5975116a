package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.contact.ListContacts;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code POST /status} says: a message, and who sees it. */
final class StatusRequests {
  private static final String RECIPIENTS = "recipients";
  private static final String CONTACTS = "contacts";
  private static final Set<String> TYPES =
      Set.of("text", "image", "video", "gif", "audio", "voice");

  /** One message is encrypted for no more than this, as in the largest groups. */
  private static final int MOST = 1_024;

  private static final int PAGE = 200;

  private final ServiceCalls calls;

  StatusRequests(Session session) {
    calls = new ServiceCalls(session);
  }

  /**
   * Reads a request.
   *
   * @throws ProblemException 422 with every field that is wrong
   */
  SendCommand command(Request request) throws InterruptedException {
    ObjectNode body = request.body().deepCopy();
    Fields fields = new Fields(body);
    for (String name :
        List.of("to", "quotedMessageId", "mentions", "mentionAll", "viewOnce", "typing")) {
      if (body.has(name)) {
        fields.wrong(name, "is not a field of a status");
      }
    }
    boolean toContacts = body.path(RECIPIENTS).isTextual();
    List<Jid> named = toContacts ? List.of() : GroupFields.people(fields, RECIPIENTS, true);
    if (toContacts && !body.path(RECIPIENTS).textValue().equals(CONTACTS)) {
      fields.wrong(RECIPIENTS, "must be a list of people, or contacts");
    }
    String type = body.path("type").asText();
    if (body.has("type") && !TYPES.contains(type)) {
      fields.wrong("type", "must be one of " + String.join(", ", TYPES.stream().sorted().toList()));
    }
    if (!fields.errorsSoFar().isEmpty()) {
      throw new ProblemException(Problem.invalid(fields.errorsSoFar()));
    }
    body.remove(RECIPIENTS);
    body.put("to", Jid.STATUS.toString());
    SendCommand command =
        SendCommand.of(
            new Request(request.pathParameters(), request.query(), request.headers(), body),
            _ -> Optional.empty());
    List<Jid> audience = toContacts ? contacts() : named;
    SendRequest read = command.request();
    return new SendCommand(
        new SendRequest(
                read.to(),
                read.content(),
                read.metadata(),
                // Of all that it says, its recipients included.
                RequestKey.of(request),
                read.plan(),
                audience)
            .beforeLink(command.queue())
            .traced(request.trace()),
        command.queue(),
        command.mediaUrl());
  }

  /** Those who have a name here and are not blocked. */
  private List<Jid> contacts() throws InterruptedException {
    Set<Jid> found = new LinkedHashSet<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      ListContacts.Found page =
          calls.given(
              new ListContacts.Page(next.get(), PAGE, Optional.of(false), Optional.empty()));
      page.contacts().stream()
          .filter(contact -> contact.name().isPresent())
          .map(Contact::id)
          .forEach(found::add);
      next = page.next();
    }
    if (found.isEmpty() || found.size() > MOST) {
      throw new ProblemException(
          Problem.invalid(
              RECIPIENTS,
              found.isEmpty()
                  ? "names contacts, of whom none has a name here"
                  : "names contacts, who are more than " + MOST + ": list some of them"));
    }
    return new ArrayList<>(found);
  }
}
