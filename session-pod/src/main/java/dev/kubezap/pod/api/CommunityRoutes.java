package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.whatsapp.group.ListGroups;
import dev.kubezap.whatsapp.group.ListSubGroups;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /communities}: which communities this account's groups belong to, and their groups. */
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
        Route.get("/api/v1/communities/{id}/groups", Scope.READ, this::groups));
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
}
