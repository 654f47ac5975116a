package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.LabelJson;
import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeLabel;
import dev.kubezap.whatsapp.appstate.ChangeLabel.Wish;
import dev.kubezap.whatsapp.appstate.ListLabels;
import dev.kubezap.whatsapp.model.Label;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /labels}, and putting them on messages; {@link ChatRoutes} puts them on chats. */
public final class LabelRoutes {
  private static final int LONGEST_NAME = 100;

  /** So many colors the apps have. */
  private static final int HIGHEST_COLOR = 19;

  private final ServiceCalls calls;
  private final Archive archive;
  private final LabelChoice choice;

  public LabelRoutes(Session session, Archive archive) {
    calls = new ServiceCalls(session);
    choice = new LabelChoice(calls);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/labels", Scope.READ, this::list),
        Route.post("/api/v1/labels", Scope.SEND, Route.Body.JSON, this::make),
        Route.patch("/api/v1/labels/{id}", Scope.SEND, this::edit),
        Route.delete("/api/v1/labels/{id}", Scope.SEND, this::delete),
        Route.put("/api/v1/messages/{id}/labels", Scope.SEND, this::label));
  }

  private Reply list(Request request) throws InterruptedException {
    new Query(request).finish();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    calls.given(new ListLabels.Wanted()).labels().forEach(label -> items.add(LabelJson.of(label)));
    return Reply.json(200, json);
  }

  private Reply make(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<String> name = name(fields, fields.requiredText("name", LONGEST_NAME));
    int color = color(fields).orElse(0);
    Checked.pass(fields);
    return Reply.json(201, LabelJson.of(changed(new Wish.Make(name.orElseThrow(), color))));
  }

  private Reply edit(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<String> name = name(fields, fields.text("name", LONGEST_NAME));
    Optional<Integer> color = color(fields);
    if (request.body().isEmpty()) {
      fields.wrong("name", "or color is needed");
    }
    Checked.pass(fields);
    return Reply.json(200, LabelJson.of(changed(new Wish.Edit(request.path("id"), name, color))));
  }

  private Reply delete(Request request) throws InterruptedException {
    new Query(request).finish();
    Label _ = changed(new Wish.Delete(request.path("id")));
    return Reply.noContent();
  }

  private static Optional<String> name(Fields fields, Optional<String> given) {
    if (given.filter(String::isBlank).isPresent()) {
      fields.wrong("name", "must not be blank");
    }
    return given.map(String::strip);
  }

  private static Optional<Integer> color(Fields fields) {
    return fields.wholeNumber("color", 0, HIGHEST_COLOR).map(Long::intValue);
  }

  private Label changed(Wish wish) throws InterruptedException {
    ServiceAnswer<Label> answer = calls.ask(new ChangeLabel.Of(wish));
    if (answer instanceof ServiceAnswer.Impossible<Label>(String code, String detail)) {
      if (code.equals("label-not-found")) {
        throw new ProblemException(Problem.notFound(detail));
      }
      throw new ProblemException(
          code.equals("label-exists")
              ? Problem.conflict(code, "There is such a label", detail)
              : Problem.of(422, code, "The label cannot be changed", detail));
    }
    return calls.value(answer);
  }

  private Reply label(Request request) throws InterruptedException {
    new Query(request).finish();
    StoredMessage message =
        archive
            .message(request.path("id"))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            "There is no message with this id: GET /api/v1/messages lists them.")));
    Fields fields = new Fields(request.body());
    Optional<List<String>> wanted = LabelChoice.chosen(fields);
    if (wanted.isEmpty()) {
      fields.wrong("labels", "is missing; an empty list takes all off");
    }
    Checked.pass(fields);
    Map<String, Boolean> changes =
        choice.changed(additions(message).labels(), wanted.orElseThrow());
    for (Map.Entry<String, Boolean> change : changes.entrySet()) {
      Done _ =
          calls.given(
              new ChangeAppState.Of(
                  new ChangeAppState.Wish.LabelMessage(
                      message, change.getKey(), change.getValue())));
    }
    return Reply.json(200, MessageJson.of(message, additions(message)));
  }

  private MessageAdditions additions(StoredMessage message) {
    return archive
        .additions(List.of(message.id()))
        .getOrDefault(message.id(), MessageAdditions.NONE);
  }
}
