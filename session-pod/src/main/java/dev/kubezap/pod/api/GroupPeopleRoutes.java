package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.GroupJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.ChangeParticipants.Action;
import dev.kubezap.whatsapp.group.GroupLimits;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.InvitedGroup;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.JoinRequests;
import dev.kubezap.whatsapp.group.ParticipantAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is in a group, who is an admin of it, and who comes in by its link. */
public final class GroupPeopleRoutes {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  private final GroupCalls calls;

  public GroupPeopleRoutes(Session session) {
    calls = new GroupCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    String group = "/api/v1/groups/{id}";
    return List.of(
        Route.post(group + "/participants", Scope.SEND, Route.Body.JSON, this::add),
        Route.delete(group + "/participants", Scope.SEND, this::remove),
        new Route(
            "PUT",
            group + "/admins/{participant}",
            new Route.Access.Needs(Scope.SEND),
            Route.Body.OPTIONAL_JSON,
            new Route.Endpoint.Answer(this::promote)),
        Route.delete(group + "/admins/{participant}", Scope.SEND, this::demote),
        // Whoever has the code can join: reading it is more than reading.
        Route.get(group + "/invite", Scope.SEND, this::invite),
        Route.delete(group + "/invite", Scope.SEND, this::renewInvite),
        Route.get("/api/v1/groups/invites/{code}", Scope.READ, this::preview),
        Route.post(
            "/api/v1/groups/invites/{code}", Scope.SEND, Route.Body.OPTIONAL_JSON, this::join),
        Route.get(group + "/join-requests", Scope.READ, this::requests),
        Route.post(group + "/join-requests", Scope.SEND, Route.Body.JSON, this::decide));
  }

  private Reply add(Request request) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    Jid group = GroupCalls.id(request);
    Fields fields = new Fields(request.body());
    List<Jid> people = GroupFields.people(fields, "participants", true);
    Checked.pass(fields);
    return results(request, queue, new ChangeParticipants.Of(group, Action.ADD, people));
  }

  private Reply remove(Request request) throws InterruptedException {
    Query query = new Query(request);
    Optional<List<Jid>> people =
        query.parsed(
            "participants",
            GroupPeopleRoutes::list,
            "must be 1 to "
                + GroupLimits.PARTICIPANTS
                + " phone numbers or jids of people, with commas between them");
    boolean queue = GroupCalls.queue(query);
    Jid group = GroupCalls.id(request);
    if (people.isEmpty()) {
      throw new ProblemException(Problem.invalid("participants", "is required"));
    }
    return results(request, queue, new ChangeParticipants.Of(group, Action.REMOVE, people.get()));
  }

  private static Optional<List<Jid>> list(String text) {
    String[] parts = text.split(",", -1);
    List<Jid> people = new ArrayList<>();
    for (String part : parts) {
      // A plus in a query stands for a space.
      Recipient.parse(part.strip()).filter(Jid::isUser).ifPresent(people::add);
    }
    return people.size() == parts.length && parts.length <= GroupLimits.PARTICIPANTS
        ? Optional.of(people.stream().distinct().toList())
        : Optional.empty();
  }

  private Reply promote(Request request) throws InterruptedException {
    Checked.pass(new Fields(request.body()));
    return role(request, Action.PROMOTE);
  }

  private Reply demote(Request request) throws InterruptedException {
    return role(request, Action.DEMOTE);
  }

  private Reply role(Request request, Action action) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    Jid group = GroupCalls.id(request);
    Jid person = NumberRoutes.person(request.path("participant"), "participant");
    return calls.change(
        request,
        queue,
        new ChangeParticipants.Of(group, action, List.of(person)),
        GroupPeopleRoutes::ofRole);
  }

  private static Reply ofRole(ChangeParticipants.Changed changed) {
    for (ParticipantAnswer answer : changed.participants()) {
      if (answer.code() == 404) {
        throw new ProblemException(
            Problem.of(404, "not-a-participant", "Not found", "This person is not in the group."));
      }
      if (!answer.isDone()) {
        throw new ProblemException(ServiceCalls.refused(answer.code(), Duration.ZERO));
      }
    }
    return Reply.noContent();
  }

  private Reply results(Request request, boolean queue, ChangeParticipants.Of... changes)
      throws InterruptedException {
    return calls.changes(
        request,
        queue,
        List.of(changes),
        _ -> {},
        all -> results(all.stream().flatMap(one -> one.participants().stream()).toList()));
  }

  private static Reply results(List<ParticipantAnswer> answers) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("results", GroupCalls.results(answers));
    return Reply.json(200, json);
  }

  private Reply invite(Request request) throws InterruptedException {
    new Query(request).finish();
    return code(calls.given(new InviteCode.Of(GroupCalls.id(request), false)));
  }

  private Reply renewInvite(Request request) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    return calls.change(
        request, queue, new InviteCode.Of(GroupCalls.id(request), true), GroupPeopleRoutes::code);
  }

  private static Reply code(InviteCode.Code code) {
    return Reply.json(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("code", code.text())
            .put("url", "https://chat.whatsapp.com/" + code.text()));
  }

  private static String code(Request request) {
    String code = request.path("code");
    if (!CODE.matcher(code).matches()) {
      throw new ProblemException(
          Problem.invalid("code", "must be the code at the end of a group's link"));
    }
    return code;
  }

  private Reply preview(Request request) throws InterruptedException {
    new Query(request).finish();
    InvitedGroup.Preview preview = calls.given(new InvitedGroup.Of(code(request)));
    ObjectNode json = GroupJson.of(preview.group());
    preview.size().ifPresent(size -> json.put("size", size));
    return Reply.json(200, json);
  }

  private Reply join(Request request) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    Checked.pass(new Fields(request.body()));
    return calls.change(
        request,
        queue,
        new JoinGroup.Of(code(request)),
        joined ->
            Reply.json(
                200,
                JsonNodeFactory.instance
                    .objectNode()
                    .put("groupId", joined.group().toString())
                    .put("state", joined.waits() ? "requested" : "joined")));
  }

  private Reply requests(Request request) throws InterruptedException {
    new Query(request).finish();
    JoinRequests.Waiting waiting = calls.given(new JoinRequests.Of(GroupCalls.id(request)));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    for (JoinRequests.Request one : waiting.requests()) {
      ObjectNode item = items.addObject();
      GroupJson.name(one.participant(), item);
      one.at().ifPresent(at -> item.put("requestedAt", at.toString()));
      one.method().ifPresent(method -> item.put("method", method));
    }
    return Reply.json(200, json);
  }

  private Reply decide(Request request) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    Jid group = GroupCalls.id(request);
    Fields fields = new Fields(request.body());
    List<Jid> approved = GroupFields.people(fields, "approve", false);
    List<Jid> rejected = GroupFields.people(fields, "reject", false);
    if (approved.isEmpty() && rejected.isEmpty() && fields.errorsSoFar().isEmpty()) {
      fields.wrong("approve", "or reject must name somebody");
    }
    if (approved.stream().anyMatch(rejected::contains)) {
      fields.wrong("reject", "must not name whom approve names");
    }
    Checked.pass(fields);
    List<ChangeParticipants.Of> changes = new ArrayList<>();
    if (!approved.isEmpty()) {
      changes.add(new ChangeParticipants.Of(group, Action.APPROVE, approved));
    }
    if (!rejected.isEmpty()) {
      changes.add(new ChangeParticipants.Of(group, Action.REJECT, rejected));
    }
    return results(request, queue, changes.toArray(ChangeParticipants.Of[]::new));
  }
}
