package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.profile.SetPicture;
import java.util.List;
import java.util.Optional;

/** {@code /groups/{id}/picture}: what a group is shown by. */
public final class GroupPictureRoutes {
  private static final String PATH = "/api/v1/groups/{id}/picture";

  private final GroupCalls calls;
  private final Pictures pictures;

  /**
   * @param media makes pictures as large as they may be
   */
  public GroupPictureRoutes(Session session, OutgoingMedia media) {
    pictures = new Pictures(media);
    calls = new GroupCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Scope.READ, this::read),
        pictures.route(PATH, Scope.SEND, this::set),
        Route.delete(PATH, Scope.SEND, this::remove));
  }

  private Reply read(Request request) throws InterruptedException {
    Query query = new Query(request);
    boolean preview =
        query.oneOf("size", List.of("full", "preview")).filter("preview"::equals).isPresent();
    query.finish();
    AskPicture.Picture picture = calls.given(new AskPicture.Of(GroupCalls.id(request), preview));
    return Pictures.place(picture, "This group has no picture, or this account is not in it.");
  }

  private Reply set(Request request, ByteString jpeg) throws InterruptedException {
    new Query(request).finish();
    Jid group = GroupCalls.id(request);
    SetPicture.Taken taken = calls.given(new SetPicture.To(Optional.of(group), Optional.of(jpeg)));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    taken.pictureId().ifPresent(id -> json.put("pictureId", id));
    return Reply.json(200, json);
  }

  private Reply remove(Request request) throws InterruptedException {
    new Query(request).finish();
    Jid group = GroupCalls.id(request);
    var _ = calls.given(new SetPicture.To(Optional.of(group), Optional.empty()));
    return Reply.noContent();
  }
}
