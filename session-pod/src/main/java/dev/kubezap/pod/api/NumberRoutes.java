package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.contact.CheckNumbers;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /contacts/check} and {@code /lids}: who is on WhatsApp, and under which names. */
public final class NumberRoutes {
  private static final int LONGEST_NUMBER = 32;
  private static final String PERSON =
      "must be a phone number with its country code, such as +4915112345678, or the jid or LID of a person, such as 12345678901234@lid";

  private final ServiceCalls calls;

  public NumberRoutes(Session session) {
    calls = new ServiceCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/contacts/check", Scope.SEND, Route.Body.JSON, this::check),
        Route.get("/api/v1/lids/{id}", Scope.READ, this::names));
  }

  private Reply check(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    List<String> given = fields.texts("phoneNumbers", CheckNumbers.MOST, LONGEST_NUMBER);
    if (given.isEmpty() && fields.errorsSoFar().isEmpty()) {
      fields.wrong("phoneNumbers", "must name 1 to " + CheckNumbers.MOST + " phone numbers");
    }
    Map<String, String> digits = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      Optional<Jid> number = Recipient.parse(given.get(i)).filter(Jid::isPhoneNumber);
      if (number.isPresent()) {
        digits.put(given.get(i), number.get().user());
      } else {
        fields.wrong(
            "phoneNumbers[" + i + "]",
            "must be a phone number with its country code, such as +4915112345678");
      }
    }
    Checked.pass(fields);
    CheckNumbers.Checked checked =
        calls.given(new CheckNumbers.Of(digits.values().stream().distinct().toList()));
    Map<String, CheckNumbers.Account> found = new LinkedHashMap<>();
    checked.numbers().forEach(account -> found.put(account.number(), account));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    for (String asked : new ArrayList<>(digits.keySet())) {
      CheckNumbers.Account account = found.get(digits.get(asked));
      ObjectNode item = items.addObject().put("phoneNumber", asked);
      if (account == null) {
        item.put("exists", false);
        continue;
      }
      item.put("exists", account.exists());
      account.id().ifPresent(id -> item.put("id", id.toString()));
      account.lid().ifPresent(lid -> item.put("lid", lid.toString()));
    }
    return Reply.json(200, json);
  }

  private Reply names(Request request) throws InterruptedException {
    new Query(request).finish();
    Jid account = person(request.path("id"), "id");
    ServiceAnswer<AccountNames> answer = calls.ask(new FindNames.Of(account));
    if (answer instanceof ServiceAnswer.Impossible<AccountNames>(String code, String detail)) {
      throw new ProblemException(Problem.of(404, code, "Not found", detail));
    }
    AccountNames names = calls.value(answer);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    names.phone().ifPresent(phone -> json.put("id", phone.toString()));
    names.lid().ifPresent(lid -> json.put("lid", lid.toString()));
    names.phone().ifPresent(phone -> json.put("phoneNumber", "+" + phone.user()));
    return Reply.json(200, json);
  }

  /**
   * The person that a caller names.
   *
   * @throws ProblemException 422 when the text names none
   */
  static Jid person(String text, String field) {
    return Recipient.parse(text)
        .filter(Jid::isUser)
        .orElseThrow(() -> new ProblemException(Problem.invalid(field, PERSON)));
  }
}
