package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.kind.MessageKinds;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.WhatsAppClient.Changing;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeAppState.Wish;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * What a caller does to a message: reacts to it, votes in it, edits it, deletes it for everyone.
 * Each is sent in the order of its chat; the message shows it once WhatsApp has it.
 */
public final class ChangeRoutes {
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(15);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
  private static final int MOST_OPTIONS = 12;
  private static final int LONGEST_OPTION = 255;

  private final Clients clients;
  private final ServiceCalls calls;

  /** As long as phones offer. */
  private static final Map<String, Duration> PINS =
      Map.of("P1D", Duration.ofDays(1), "P7D", Duration.ofDays(7), "P30D", Duration.ofDays(30));

  private final Archive archive;

  public ChangeRoutes(Session session, Archive archive) {
    clients = new Clients(session);
    calls = new ServiceCalls(session);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.put("/api/v1/messages/{id}/reaction", Scope.SEND, this::react),
        Route.delete("/api/v1/messages/{id}/reaction", Scope.SEND, this::takeReactionBack),
        Route.put("/api/v1/messages/{id}/pin", Scope.SEND, this::pin),
        Route.delete("/api/v1/messages/{id}/pin", Scope.SEND, this::takeDown),
        Route.put("/api/v1/messages/{id}/star", Scope.SEND, Route.Body.OPTIONAL_JSON, this::star),
        Route.delete("/api/v1/messages/{id}/star", Scope.SEND, this::takeStarBack),
        Route.post("/api/v1/messages/{id}/votes", Scope.SEND, Route.Body.JSON, this::vote),
        Route.patch("/api/v1/messages/{id}", Scope.SEND, this::edit),
        Route.delete("/api/v1/messages/{id}", Scope.SEND, this::delete));
  }

  /**
   * How long the caller waits.
   *
   * @param waits whether for the server to have it; otherwise until it is stored
   */
  private record Wait(boolean waits, Duration timeout) {
    static Wait of(Query query) {
      return new Wait(
          query.oneOf("wait", List.of("none", "sent")).orElse("sent").equals("sent"),
          query.duration("timeout", LONGEST_TIMEOUT).orElse(DEFAULT_TIMEOUT));
    }
  }

  private Reply react(Request request) throws InterruptedException {
    Query query = new Query(request);
    Wait wait = Wait.of(query);
    query.finish();
    Fields fields = new Fields(request.body());
    Optional<String> emoji = Emoji.read(fields);
    Checked.pass(fields);
    return change(request, new ChangeRequest.React(Optional.of(emoji.orElseThrow())), wait);
  }

  private Reply takeReactionBack(Request request) throws InterruptedException {
    Query query = new Query(request);
    Wait wait = Wait.of(query);
    query.finish();
    return change(request, new ChangeRequest.React(Optional.empty()), wait);
  }

  private Reply pin(Request request) throws InterruptedException {
    Query query = new Query(request);
    Wait wait = Wait.of(query);
    query.finish();
    Fields fields = new Fields(request.body());
    Optional<String> days = fields.text("for", LONGEST_OPTION);
    Optional<Duration> lasts = Optional.ofNullable(PINS.get(days.orElse("P7D")));
    if (lasts.isEmpty()) {
      fields.wrong("for", "must be P1D, P7D or P30D");
    }
    Checked.pass(fields);
    return change(request, new ChangeRequest.Pin(lasts), wait);
  }

  private Reply takeDown(Request request) throws InterruptedException {
    Query query = new Query(request);
    Wait wait = Wait.of(query);
    query.finish();
    return change(request, new ChangeRequest.Pin(Optional.empty()), wait);
  }

  private Reply vote(Request request) throws InterruptedException {
    Query query = new Query(request);
    Wait wait = Wait.of(query);
    query.finish();
    Fields fields = new Fields(request.body());
    List<String> options = fields.texts("options", MOST_OPTIONS, LONGEST_OPTION);
    if (!request.body().has("options")) {
      fields.wrong("options", "is missing; an empty list takes the vote back");
    } else if (Set.copyOf(options).size() < options.size()) {
      fields.wrong("options", "must differ from each other");
    }
    Checked.pass(fields);
    return change(request, new ChangeRequest.Vote(options), wait);
  }

  private Reply edit(Request request) throws InterruptedException {
    Query query = new Query(request);
    Wait wait = Wait.of(query);
    query.finish();
    StoredMessage message = require(request);
    MessageAdditions additions = additions(message);
    Content now = MessageJson.content(message, additions);
    if (!MessageKinds.isEditable(now)) {
      throw new ProblemException(
          Problem.of(
              422,
              "kind-cannot-be-edited",
              "The message cannot be changed",
              "Messages of type " + message.type() + " cannot be edited."));
    }
    Fields fields = new Fields(request.body());
    Optional<Composable> edited = MessageKinds.edited(now, fields);
    Checked.pass(fields);
    return change(request, new ChangeRequest.Edit(edited.orElseThrow()), wait);
  }

  private Reply delete(Request request) throws InterruptedException {
    Query query = new Query(request);
    Wait wait = Wait.of(query);
    String whom = query.oneOf("for", List.of("everyone", "me")).orElse("everyone");
    query.finish();
    if (whom.equals("me")) {
      return kept(request, Wish.DeleteForMe::new);
    }
    return change(request, new ChangeRequest.Delete(), wait);
  }

  private Reply star(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    return kept(request, message -> new Wish.Star(message, true));
  }

  private Reply takeStarBack(Request request) throws InterruptedException {
    new Query(request).finish();
    return kept(request, message -> new Wish.Star(message, false));
  }

  /** What this account alone sees counts at once; its devices learn it by app state. */
  private Reply kept(Request request, Function<StoredMessage, Wish> wish)
      throws InterruptedException {
    StoredMessage message = require(request);
    Done _ = calls.given(new ChangeAppState.Of(wish.apply(message)));
    return Reply.json(200, MessageJson.of(message, additions(message)));
  }

  private Reply change(Request request, ChangeRequest.Kind kind, Wait wait)
      throws InterruptedException {
    StoredMessage message = require(request);
    Changing changing =
        clients
            .require()
            .change(new ChangeRequest(message.id(), kind, request.header(RequestKey.HEADER)));
    try {
      String id = accepted(Clients.await(changing.answer(), STORE_PATIENCE));
      Optional<ChangeEnd> end =
          wait.waits() ? Clients.awaitMore(changing.end(), wait.timeout()) : Optional.empty();
      return end.map(how -> ended(message, how))
          .orElseGet(
              () ->
                  Reply.json(
                      202,
                      JsonNodeFactory.instance
                          .objectNode()
                          .put("id", message.id())
                          .put("changeId", id)
                          .put("status", "queued")));
    } finally {
      changing.end().cancel(false);
    }
  }

  private static String accepted(ChangeResult result) {
    return switch (result) {
      case ChangeResult.Accepted(String id) -> id;
      case ChangeResult.Repeated(String id, boolean _) -> id;
      case ChangeResult.NotYet(String detail) ->
          throw new ProblemException(
              Problem.unavailable("not-yet", detail + " Try again shortly.", 1));
      case ChangeResult.Refused(String code, String detail) ->
          throw new ProblemException(
              Problem.of(
                  code.equals("not-paired") ? 409 : 422,
                  code,
                  "The message cannot be changed",
                  detail));
    };
  }

  private Reply ended(StoredMessage before, ChangeEnd end) {
    return switch (end) {
      case ChangeEnd.Done _ -> {
        StoredMessage message = archive.message(before.id()).orElse(before);
        yield Reply.json(200, MessageJson.of(message, additions(message)));
      }
      case ChangeEnd.Failed(MessageFailure failure) -> throw new ProblemException(failed(failure));
    };
  }

  private static Problem failed(MessageFailure failure) {
    OptionalInt code = failure.whatsappCode();
    Problem problem =
        code.orElse(0) >= 500 && code.orElse(0) <= 599
            ? Problem.of(502, "whatsapp-fault", "WhatsApp's servers had a fault", failure.reason())
            : Problem.of(422, failure.code(), "The message was not changed", failure.reason());
    return code.isPresent()
        ? problem.withMember("whatsappCode", JsonNodeFactory.instance.numberNode(code.getAsInt()))
        : problem;
  }

  private MessageAdditions additions(StoredMessage message) {
    return archive
        .additions(List.of(message.id()))
        .getOrDefault(message.id(), MessageAdditions.NONE);
  }

  private StoredMessage require(Request request) {
    return archive
        .message(request.path("id"))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.notFound(
                        "There is no message with this id: GET /api/v1/messages lists them.")));
  }
}
