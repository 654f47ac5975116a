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
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.DescribeGroup;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.group.ListGroups;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import java.util.List;
import java.util.Optional;

/** {@code /groups}: the groups of this account, and what they are like. */
public final class GroupRoutes {
  private final GroupCalls calls;

  public GroupRoutes(Session session) {
    calls = new GroupCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/groups", Scope.READ, this::list),
        Route.post("/api/v1/groups", Scope.SEND, Route.Body.JSON, this::create),
        Route.get("/api/v1/groups/{id}", Scope.READ, this::describe),
        Route.patch("/api/v1/groups/{id}", Scope.SEND, this::change),
        Route.delete("/api/v1/groups/{id}", Scope.SEND, this::leave));
  }

  private Reply list(Request request) throws InterruptedException {
    Query query = new Query(request);
    PageRequest page = query.page();
    query.finish();
    String after = page.cursor().orElse("");
    if (!after.isEmpty() && Jid.parse(after).filter(Jid::isGroup).isEmpty()) {
      throw new ProblemException(
          Problem.invalid("cursor", "must be the nextCursor of an earlier answer of this list"));
    }
    ListGroups.Page groups = calls.given(new ListGroups.Of(after, page.limit()));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    groups.groups().forEach(group -> items.add(GroupJson.of(group)));
    groups.next().ifPresent(next -> json.put("nextCursor", next));
    return Reply.json(200, json);
  }

  private Reply describe(Request request) throws InterruptedException {
    new Query(request).finish();
    return group(new DescribeGroup.Of(GroupCalls.id(request)));
  }

  private Reply group(ServiceRequest<Group> request) throws InterruptedException {
    return Reply.json(200, GroupJson.of(calls.given(request)));
  }

  private Reply create(Request request) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    Fields fields = new Fields(request.body());
    Optional<String> subject = GroupFields.subject(fields);
    if (!fields.has("subject")) {
      fields.wrong("subject", "is required");
    }
    List<Jid> participants = GroupFields.people(fields, "participants", false);
    Optional<Jid> community = GroupFields.community(fields);
    Checked.pass(fields);
    return calls.change(
        request,
        queue,
        new CreateGroup.Of(subject.orElseThrow(), participants, community),
        GroupRoutes::made);
  }

  private static Reply made(CreateGroup.Made made) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("group", GroupJson.of(made.group()));
    json.set("results", GroupCalls.results(made.participants()));
    return Reply.json(201, json).withHeader("Location", "/api/v1/groups/" + made.group().id());
  }

  /** One thing after another, as WhatsApp takes them; the first that it refuses ends it. */
  private Reply change(Request request) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    Jid id = GroupCalls.id(request);
    Fields fields = new Fields(request.body());
    List<GroupFields.Named> changes = GroupFields.changes(fields);
    if (changes.isEmpty() && fields.errors().isEmpty()) {
      fields.wrong(
          "subject",
          "or one of description, announce, locked, joinApproval, memberAddMode, ephemeral is required");
    }
    Checked.pass(fields);
    ArrayNode changed = JsonNodeFactory.instance.arrayNode();
    List<ChangeGroup.Of> all =
        changes.stream().map(one -> new ChangeGroup.Of(id, one.change())).toList();
    try {
      return calls.changes(
          request,
          queue,
          all,
          done -> changed.add(changes.get(changed.size()).field()),
          groups -> Reply.json(200, GroupJson.of(groups.getLast())));
    } catch (ProblemException e) {
      throw new ProblemException(
          e.problem()
              .withMember("changed", changed)
              .withMember(
                  "field", JsonNodeFactory.instance.textNode(changes.get(changed.size()).field())));
    }
  }

  private Reply leave(Request request) throws InterruptedException {
    boolean queue = GroupCalls.queue(new Query(request));
    return calls.change(
        request, queue, new LeaveGroup.Of(GroupCalls.id(request)), _ -> Reply.noContent());
  }
}
