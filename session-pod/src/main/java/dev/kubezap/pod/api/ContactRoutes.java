package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.ContactJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskBlocklist;
import dev.kubezap.whatsapp.contact.AskBusiness;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.contact.BlockContact;
import dev.kubezap.whatsapp.contact.BusinessProfile;
import dev.kubezap.whatsapp.contact.FindContact;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.contact.ListContacts;
import dev.kubezap.whatsapp.contact.NameContact;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /contacts} and {@code /blocklist}: who writes to this account, and who may not. */
public final class ContactRoutes {
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_TEXT = 128;

  private final ServiceCalls calls;
  private final Archive archive;

  public ContactRoutes(Session session, Archive archive) {
    calls = new ServiceCalls(session);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/contacts", Scope.READ, this::list),
        Route.get("/api/v1/contacts/{id}", Scope.READ, this::one),
        Route.put("/api/v1/contacts/{id}", Scope.SEND, this::name),
        Route.delete("/api/v1/contacts/{id}", Scope.SEND, this::forget),
        Route.get("/api/v1/contacts/{id}/about", Scope.READ, this::about),
        Route.get("/api/v1/contacts/{id}/picture", Scope.READ, this::picture),
        Route.get("/api/v1/contacts/{id}/business", Scope.READ, this::business),
        Route.put("/api/v1/contacts/{id}/block", Scope.SEND, Route.Body.OPTIONAL_JSON, this::block),
        Route.delete("/api/v1/contacts/{id}/block", Scope.SEND, this::unblock),
        Route.get("/api/v1/blocklist", Scope.READ, this::blocklist));
  }

  private Reply list(Request request) throws InterruptedException {
    Query query = new Query(request);
    PageRequest page = query.page();
    Optional<Boolean> blocked = query.flag("blocked");
    Optional<String> text =
        query.parsed(
            "q",
            value ->
                value.isBlank() || value.length() > LONGEST_TEXT
                    ? Optional.empty()
                    : Optional.of(value),
            "must be a part of a name or a number, of at most 128 characters");
    query.finish();
    String after = page.cursor().map(ContactRoutes::decoded).orElse("");
    ListContacts.Found found =
        calls.given(new ListContacts.Page(after, page.limit(), blocked, text));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    Map<Jid, Instant> times =
        archive.lastMessageTimes(found.contacts().stream().map(Contact::id).toList());
    for (Contact contact : found.contacts()) {
      ObjectNode item = ContactJson.of(contact);
      Optional.ofNullable(times.get(contact.id()))
          .ifPresent(at -> item.put("lastMessageAt", at.toString()));
      items.add(item);
    }
    found
        .next()
        .ifPresent(
            next ->
                json.put(
                    "nextCursor",
                    Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(next.getBytes(StandardCharsets.UTF_8))));
    return Reply.json(200, json);
  }

  private static String decoded(String cursor) {
    try {
      String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (Jid.parse(name).isPresent()) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      // The same answer as for one that names nothing.
    }
    throw new ProblemException(
        Problem.invalid("cursor", "must be the nextCursor of an earlier answer"));
  }

  private Reply one(Request request) throws InterruptedException {
    new Query(request).finish();
    Contact contact = found(new FindContact.Of(person(request)));
    ObjectNode json = ContactJson.of(contact);
    archive
        .chat(contact.id())
        .ifPresent(chat -> json.put("lastMessageAt", chat.lastMessageAt().toString()));
    return Reply.json(200, json);
  }

  private Reply name(Request request) throws InterruptedException {
    new Query(request).finish();
    Jid account = person(request);
    Fields fields = new Fields(request.body());
    Optional<String> name = fields.requiredText("name", LONGEST_NAME);
    Checked.pass(fields);
    return Reply.json(200, ContactJson.of(calls.given(new NameContact.As(account, name))));
  }

  private Reply forget(Request request) throws InterruptedException {
    new Query(request).finish();
    var _ = calls.given(new NameContact.As(person(request), Optional.empty()));
    return Reply.noContent();
  }

  private Reply about(Request request) throws InterruptedException {
    new Query(request).finish();
    AskAbout.About about = calls.given(new AskAbout.Of(person(request)));
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", about.id().toString());
    about.text().ifPresent(text -> json.put("about", text));
    about.setAt().ifPresent(at -> json.put("setAt", at.toString()));
    return Reply.json(200, json);
  }

  private Reply picture(Request request) throws InterruptedException {
    Query query = new Query(request);
    boolean preview =
        query.oneOf("size", List.of("full", "preview")).filter("preview"::equals).isPresent();
    query.finish();
    Jid account = person(request);
    AskPicture.Picture picture = calls.given(new AskPicture.Of(account, preview));
    return Pictures.place(
        picture, "This contact has no picture, or does not show it to this account.");
  }

  private Reply business(Request request) throws InterruptedException {
    new Query(request).finish();
    Jid account = person(request);
    ServiceAnswer<BusinessProfile> answer = calls.ask(new AskBusiness.Of(account));
    if (answer instanceof ServiceAnswer.Impossible<BusinessProfile>(String code, String detail)) {
      throw new ProblemException(Problem.of(404, code, "Not found", detail));
    }
    return Reply.json(200, ContactJson.of(account, calls.value(answer)));
  }

  private Reply block(Request request) throws InterruptedException {
    Checked.pass(new Fields(request.body()));
    return block(request, true);
  }

  private Reply unblock(Request request) throws InterruptedException {
    return block(request, false);
  }

  /** WhatsApp wants both names, so that the one that is missing is found first. */
  private Reply block(Request request, boolean blocked) throws InterruptedException {
    new Query(request).finish();
    Jid account = person(request);
    AccountNames names =
        account.isLid() && !blocked
            ? new AccountNames(Optional.empty(), Optional.of(account))
            : calls.given(new FindNames.Of(account));
    var _ = calls.given(new BlockContact.Of(names, blocked));
    return Reply.noContent();
  }

  private Reply blocklist(Request request) throws InterruptedException {
    new Query(request).finish();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    calls
        .given(new AskBlocklist.Wanted())
        .accounts()
        .forEach(names -> items.add(ContactJson.names(names.phone(), names.lid())));
    return Reply.json(200, json);
  }

  private static Jid person(Request request) {
    return NumberRoutes.person(request.path("id"), "id");
  }

  private <A> A found(ServiceRequest<A> request) throws InterruptedException {
    ServiceAnswer<A> answer = calls.ask(request);
    if (answer instanceof ServiceAnswer.Impossible<A>(String _, String detail)) {
      throw new ProblemException(Problem.notFound(detail));
    }
    return calls.value(answer);
  }
}
