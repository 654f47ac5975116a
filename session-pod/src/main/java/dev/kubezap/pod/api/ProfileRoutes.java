package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.document.ContactJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.profile.AskPrivacy;
import dev.kubezap.whatsapp.profile.SetAbout;
import dev.kubezap.whatsapp.profile.SetName;
import dev.kubezap.whatsapp.profile.SetPicture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /profile}: what this account shows of itself, and to whom. */
public final class ProfileRoutes {
  private static final int LONGEST_NAME = 25;
  private static final int LONGEST_ABOUT = 139;
  private static final int LONGEST_VALUE = 64;

  private final Session session;
  private final ServiceCalls calls;
  private final Pictures pictures;

  /**
   * @param media makes pictures as large as they may be
   */
  public ProfileRoutes(Session session, OutgoingMedia media) {
    this.session = session;
    pictures = new Pictures(media);
    calls = new ServiceCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/profile", Scope.READ, this::read),
        Route.patch("/api/v1/profile", Scope.MANAGE, this::change),
        pictures.route("/api/v1/profile/picture", Scope.MANAGE, this::setPicture),
        Route.delete("/api/v1/profile/picture", Scope.MANAGE, this::removePicture),
        Route.get("/api/v1/profile/privacy", Scope.READ, this::privacy),
        Route.patch("/api/v1/profile/privacy", Scope.MANAGE, this::changePrivacy));
  }

  private Reply read(Request request) throws InterruptedException {
    new Query(request).finish();
    return profile();
  }

  private Reply profile() throws InterruptedException {
    SessionSnapshot snapshot = session.snapshot();
    Jid own =
        snapshot
            .jid()
            .map(Jid::account)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.conflict(
                            "not-paired",
                            "The session is not linked to an account",
                            "Link it first: GET /api/v1/session/qr.")));
    AskAbout.About about = calls.given(new AskAbout.Of(own));
    AskPicture.Picture picture = calls.given(new AskPicture.Of(own, false));
    ObjectNode json = ContactJson.names(Optional.of(own), snapshot.lid().map(Jid::account));
    snapshot.pushName().ifPresent(name -> json.put("name", name));
    about.text().ifPresent(text -> json.put("about", text));
    picture.id().ifPresent(id -> json.put("pictureId", id));
    picture.url().ifPresent(url -> json.put("pictureUrl", url));
    return Reply.json(200, json);
  }

  private Reply change(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<String> name = fields.text("name", LONGEST_NAME);
    Optional<String> about = fields.text("about", LONGEST_ABOUT);
    if (name.filter(String::isBlank).isPresent()) {
      fields.wrong("name", "must not be empty");
    }
    if (name.isEmpty() && about.isEmpty() && fields.errorsSoFar().isEmpty()) {
      fields.wrong("about", "or name must be given");
    }
    Checked.pass(fields);
    if (about.isPresent()) {
      var _ = calls.given(new SetAbout.To(about.get()));
    }
    if (name.isPresent()) {
      var _ = calls.given(new SetName.To(name.get()));
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    name.ifPresent(text -> json.put("name", text));
    about.ifPresent(text -> json.put("about", text));
    return Reply.json(200, json);
  }

  private Reply setPicture(Request request, ByteString jpeg) throws InterruptedException {
    new Query(request).finish();
    SetPicture.Taken taken = calls.given(new SetPicture.To(Optional.of(jpeg)));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    taken.pictureId().ifPresent(id -> json.put("pictureId", id));
    return Reply.json(200, json);
  }

  private Reply removePicture(Request request) throws InterruptedException {
    new Query(request).finish();
    var _ = calls.given(new SetPicture.To(Optional.empty()));
    return Reply.noContent();
  }

  private Reply privacy(Request request) throws InterruptedException {
    new Query(request).finish();
    return Reply.json(200, shown(calls.given(new AskPrivacy.With(Map.of())).values()));
  }

  private static ObjectNode shown(Map<String, String> values) {
    Map<String, String> left = new TreeMap<>(values);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (PrivacyNames.Category category : PrivacyNames.all()) {
      String value = left.remove(category.name());
      if (value != null) {
        json.put(category.field(), PrivacyNames.value(value));
      }
    }
    left.forEach((name, value) -> json.put(PrivacyNames.field(name), PrivacyNames.value(value)));
    return json;
  }

  private Reply changePrivacy(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Map<String, String> changes = new LinkedHashMap<>();
    for (PrivacyNames.Category category : PrivacyNames.all()) {
      Optional<String> value = fields.text(category.field(), LONGEST_VALUE);
      Optional<String> own = value.flatMap(category::named);
      if (value.isPresent() && own.isEmpty()) {
        fields.wrong(category.field(), "must be one of " + String.join(", ", category.values()));
      }
      own.ifPresent(text -> changes.put(category.name(), text));
    }
    Checked.pass(fields);
    if (changes.isEmpty()) {
      throw new ProblemException(
          Problem.invalid(
              PrivacyNames.all().getFirst().field(), "or another category must be given"));
    }
    return Reply.json(200, shown(calls.given(new AskPrivacy.With(changes)).values()));
  }
}
