package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.CallJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.call.ListCalls;
import dev.kubezap.whatsapp.call.RejectCall;
import dev.kubezap.whatsapp.model.Call;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code /calls}: who called, and refusing a call that rings. */
public final class CallRoutes {
  private static final int LONGEST_ID = 128;

  private final ServiceCalls calls;

  public CallRoutes(Session session) {
    calls = new ServiceCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/calls", Scope.READ, this::list),
        Route.post(
            "/api/v1/calls/{id}/reject", Scope.SEND, Route.Body.OPTIONAL_JSON, this::reject));
  }

  private Reply list(Request request) throws InterruptedException {
    Query query = new Query(request);
    PageRequest page = query.page();
    Optional<Call.State> state = query.constant("state", Call.State.class);
    Optional<Boolean> video = query.flag("video");
    query.finish();
    String after = page.cursor().map(CallRoutes::decoded).orElse("");
    ListCalls.Found found = calls.given(new ListCalls.Page(after, page.limit(), state, video));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    found.calls().forEach(call -> items.add(CallJson.of(call)));
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
      String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (place.matches("[0-9]{13}/[\\x21-\\x7E]{1," + LONGEST_ID + "}")) {
        return place;
      }
    } catch (IllegalArgumentException e) {
      // The same answer as for one that names nothing.
    }
    throw new ProblemException(
        Problem.invalid("cursor", "must be the nextCursor of an earlier answer"));
  }

  private Reply reject(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    ServiceAnswer<Done> answer = calls.ask(new RejectCall.Of(request.path("id")));
    if (answer instanceof ServiceAnswer.Impossible<Done>(String code, String detail)) {
      throw new ProblemException(
          code.equals("call-over")
              ? Problem.conflict(code, "The call is over", detail)
              : Problem.notFound(detail));
    }
    var _ = calls.value(answer);
    return Reply.noContent();
  }
}
