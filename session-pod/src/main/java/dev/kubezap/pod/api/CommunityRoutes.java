package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.GroupJson;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.group.CreateCommunity;
import dev.kubezap.whatsapp.group.DeactivateCommunity;
import dev.kubezap.whatsapp.group.LinkSubGroup;
import dev.kubezap.whatsapp.group.ListCommunityPeople;
import dev.kubezap.whatsapp.group.ListGroups;
import dev.kubezap.whatsapp.group.ListSubGroups;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code /communities}: which communities this account's groups belong to, their groups and people,
 * and how they are made, changed and ended.
 */
public final class CommunityRoutes {
  private static final int PAGE = 200;

  private final GroupCalls calls;

  public CommunityRoutes(Session session) {
    calls = new GroupCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/communities", Scope.READ, this::list),
        Route.post("/api/v1/communities", Scope.SEND, Route.Body.JSON, this::create),
        Route.delete("/api/v1/communities/{id}", Scope.SEND, this::deactivate),
        Route.get("/api/v1/communities/{id}/participants", Scope.READ, this::participants),
        Route.get("/api/v1/communities/{id}/groups", Scope.READ, this::groups),
        Route.put(
            "/api/v1/communities/{id}/groups/{group}",
            Scope.SEND,
            Route.Body.OPTIONAL_JSON,
            request -> link(request, true)),
        Route.delete(
            "/api/v1/communities/{id}/groups/{group}",
            Scope.SEND,
            request -> link(request, false)));
  }

  private Reply list(Request request) throws InterruptedException {
    new Query(request).finish();
    Map<Jid, List<Group>> communities = new TreeMap<>();
    Map<Jid, String> names = new TreeMap<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      ListGroups.Page page = calls.given(new ListGroups.Of(next.get(), PAGE));
      for (Group group : page.groups()) {
        names.put(group.id(), group.subject());
        group
            .community()
            .ifPresent(id -> communities.computeIfAbsent(id, any -> new ArrayList<>()).add(group));
      }
      next = page.next();
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    communities.forEach(
        (id, groups) -> {
          ObjectNode item = items.addObject().put("id", id.toString());
          Optional.ofNullable(names.get(id)).ifPresent(name -> item.put("subject", name));
          ArrayNode own = item.putArray("groups");
          groups.forEach(group -> own.add(group.id().toString()));
        });
    return Reply.json(200, json);
  }

  private Reply groups(Request request) throws InterruptedException {
    new Query(request).finish();
    ListSubGroups.Linked linked = calls.given(new ListSubGroups.Of(GroupCalls.id(request)));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    for (ListSubGroups.SubGroup group : linked.groups()) {
      ObjectNode item =
          items.addObject().put("id", group.id().toString()).put("subject", group.subject());
      group.size().ifPresent(size -> item.put("size", size));
      item.put("announcements", group.announcements());
    }
    return Reply.json(200, json);
  }

  private Reply create(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<String> subject = GroupFields.subject(fields);
    if (!fields.has("subject")) {
      fields.wrong("subject", "is required");
    }
    boolean joinApproval = fields.flag("joinApproval").orElse(false);
    boolean membersMakeGroups = fields.flag("membersMakeGroups").orElse(false);
    boolean generalChat = fields.flag("generalChat").orElse(false);
    Checked.pass(fields);
    Group made =
        calls.given(
            new CreateCommunity.Of(
                subject.orElseThrow(), joinApproval, membersMakeGroups, generalChat));
    return Reply.json(201, GroupJson.of(made))
        .withHeader("Location", "/api/v1/groups/" + made.id());
  }

  private Reply deactivate(Request request) throws InterruptedException {
    new Query(request).finish();
    var _ = calls.given(new DeactivateCommunity.Of(GroupCalls.id(request)));
    return Reply.noContent();
  }

  private Reply participants(Request request) throws InterruptedException {
    new Query(request).finish();
    ListCommunityPeople.People people =
        calls.given(new ListCommunityPeople.Of(GroupCalls.id(request)));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("items", GroupJson.participants(people.participants()));
    return Reply.json(200, json);
  }

  private Reply link(Request request, boolean link) throws InterruptedException {
    new Query(request).finish();
    if (link) {
      Checked.pass(new Fields(request.body()));
    }
    Jid community = GroupCalls.id(request);
    var _ = calls.given(new LinkSubGroup.Of(community, GroupCalls.id(request, "group"), link));
    return Reply.noContent();
  }
}
