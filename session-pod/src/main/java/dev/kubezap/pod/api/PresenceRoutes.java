package dev.kubezap.pod.api;

import dev.kubezap.pod.document.PresenceJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.presence.ReadPresence;
import dev.kubezap.whatsapp.presence.ShowPresence;
import dev.kubezap.whatsapp.presence.ShowTyping;
import dev.kubezap.whatsapp.presence.WatchPresence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /presence}, typing, and the presence of contacts. */
public final class PresenceRoutes {
  private static final int LONGEST_STATE = 32;

  private final ServiceCalls calls;

  public PresenceRoutes(Session session) {
    calls = new ServiceCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.put("/api/v1/presence", Scope.SEND, this::show),
        Route.put("/api/v1/chats/{chatId}/typing", Scope.SEND, this::type),
        Route.get("/api/v1/contacts/{id}/presence", Scope.READ, this::read),
        Route.put(
            "/api/v1/contacts/{id}/presence", Scope.SEND, Route.Body.OPTIONAL_JSON, this::watch),
        Route.delete("/api/v1/contacts/{id}/presence", Scope.SEND, this::unwatch));
  }

  private Reply show(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<String> state = oneOf(fields, List.of("available", "unavailable"));
    Checked.pass(fields);
    var _ = calls.given(new ShowPresence.As(state.orElseThrow().equals("available")));
    return Reply.noContent();
  }

  private Reply type(Request request) throws InterruptedException {
    new Query(request).finish();
    Jid chat =
        Recipient.parse(request.path("chatId"))
            .filter(jid -> jid.isUser() || jid.isGroup())
            .orElseThrow(() -> new ProblemException(Problem.invalid("chatId", Recipient.RULE)));
    Fields fields = new Fields(request.body());
    Optional<String> state = oneOf(fields, List.of("composing", "recording", "paused"));
    Checked.pass(fields);
    ShowTyping.State shown = ShowTyping.State.valueOf(state.orElseThrow().toUpperCase(Locale.ROOT));
    var _ = calls.given(new ShowTyping.In(chat, shown));
    return Reply.noContent();
  }

  private static Optional<String> oneOf(Fields fields, List<String> values) {
    Optional<String> state = fields.requiredText("state", LONGEST_STATE);
    if (state.isPresent() && !values.contains(state.get())) {
      fields.wrong("state", "must be one of " + String.join(", ", values));
    }
    return state;
  }

  private Reply read(Request request) throws InterruptedException {
    new Query(request).finish();
    Jid account = NumberRoutes.person(request.path("id"), "id");
    ServiceAnswer<ReadPresence.Known> answer = calls.ask(new ReadPresence.Of(account));
    if (answer instanceof ServiceAnswer.Impossible<ReadPresence.Known>(String code, String why)) {
      throw new ProblemException(Problem.of(404, code, "Not found", why));
    }
    ReadPresence.Known known = calls.value(answer);
    return Reply.json(200, PresenceJson.of(known.id(), known.id(), known.last()));
  }

  private Reply watch(Request request) throws InterruptedException {
    Checked.pass(new Fields(request.body()));
    return watch(request, true);
  }

  private Reply unwatch(Request request) throws InterruptedException {
    return watch(request, false);
  }

  private Reply watch(Request request, boolean watched) throws InterruptedException {
    new Query(request).finish();
    Jid account = NumberRoutes.person(request.path("id"), "id");
    var _ = calls.given(new WatchPresence.Of(account, watched));
    return Reply.noContent();
  }
}
