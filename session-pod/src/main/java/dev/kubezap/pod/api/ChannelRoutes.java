package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.document.ChannelJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.channel.ChangeChannel;
import dev.kubezap.whatsapp.channel.Channel;
import dev.kubezap.whatsapp.channel.ChannelLimits;
import dev.kubezap.whatsapp.channel.CreateChannel;
import dev.kubezap.whatsapp.channel.DeleteChannel;
import dev.kubezap.whatsapp.channel.DescribeChannel;
import dev.kubezap.whatsapp.channel.FollowChannel;
import dev.kubezap.whatsapp.channel.ListChannels;
import dev.kubezap.whatsapp.channel.MuteChannel;
import dev.kubezap.whatsapp.channel.ReadChannel;
import dev.kubezap.whatsapp.channel.SetChannelPicture;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /channels}: which this account follows or has, and what was published in them. */
public final class ChannelRoutes {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{8,64}");
  private static final Pattern SERVER_ID = Pattern.compile("[0-9]{1,15}");

  /** So many are told at once. */
  private static final int MOST_MESSAGES = 100;

  private final ServiceCalls calls;
  private final Pictures pictures;

  /**
   * @param media makes pictures as large as they may be
   */
  public ChannelRoutes(Session session, OutgoingMedia media) {
    pictures = new Pictures(media);
    calls = new ServiceCalls(session);
  }

  /** The routes. */
  public List<Route> routes() {
    String channel = "/api/v1/channels/{id}";
    return List.of(
        Route.get("/api/v1/channels", Scope.READ, this::list),
        Route.get("/api/v1/channels/invites/{code}", Scope.READ, this::invited),
        Route.get(channel, Scope.READ, this::describe),
        Route.post("/api/v1/channels", Scope.SEND, Route.Body.JSON, this::create),
        Route.patch(channel, Scope.SEND, this::change),
        Route.delete(channel, Scope.SEND, this::delete),
        Route.put(
            channel + "/mute",
            Scope.SEND,
            Route.Body.OPTIONAL_JSON,
            request -> mute(request, true)),
        Route.delete(channel + "/mute", Scope.SEND, request -> mute(request, false)),
        pictures.route(channel + "/picture", Scope.SEND, this::setPicture),
        Route.delete(channel + "/picture", Scope.SEND, this::removePicture),
        Route.get(channel + "/messages", Scope.READ, this::messages),
        Route.put(
            channel + "/follow",
            Scope.SEND,
            Route.Body.OPTIONAL_JSON,
            request -> follow(request, true)),
        Route.delete(channel + "/follow", Scope.SEND, request -> follow(request, false)));
  }

  private Reply list(Request request) throws InterruptedException {
    new Query(request).finish();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    given(new ListChannels.Wanted())
        .channels()
        .forEach(channel -> items.add(ChannelJson.of(channel)));
    return Reply.json(200, json);
  }

  private Reply describe(Request request) throws InterruptedException {
    new Query(request).finish();
    return Reply.json(200, ChannelJson.of(given(new DescribeChannel.Of(id(request)))));
  }

  private Reply invited(Request request) throws InterruptedException {
    new Query(request).finish();
    String code = request.path("code");
    if (!CODE.matcher(code).matches()) {
      throw new ProblemException(
          Problem.invalid("code", "must be the code at the end of a channel's link"));
    }
    return Reply.json(200, ChannelJson.of(given(new DescribeChannel.Of(code))));
  }

  private Reply messages(Request request) throws InterruptedException {
    Query query = new Query(request);
    Optional<Long> before =
        query.parsed(
            "before",
            text ->
                SERVER_ID.matcher(text).matches()
                    ? Optional.of(Long.parseLong(text))
                    : Optional.empty(),
            "must be the serverId of a message");
    Optional<Integer> limit =
        query.parsed(
            "limit",
            text ->
                text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= MOST_MESSAGES
                    ? Optional.of(Integer.parseInt(text))
                    : Optional.empty(),
            "must be a number from 1 to " + MOST_MESSAGES);
    query.finish();
    ReadChannel.Page page = given(new ReadChannel.Of(id(request), limit.orElse(50), before));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    page.messages().forEach(message -> items.add(ChannelJson.of(message)));
    return Reply.json(200, json);
  }

  private Reply follow(Request request, boolean follow) throws InterruptedException {
    new Query(request).finish();
    if (follow) {
      Checked.pass(new Fields(request.body()));
    }
    var _ = given(new FollowChannel.Of(id(request), follow));
    return Reply.noContent();
  }

  private Reply create(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<String> name = name(fields);
    if (!fields.has("name")) {
      fields.wrong("name", "is required");
    }
    Optional<String> description = description(fields);
    Checked.pass(fields);
    Channel made = given(new CreateChannel.Of(name.orElseThrow(), description));
    return Reply.json(201, ChannelJson.of(made))
        .withHeader("Location", "/api/v1/channels/" + made.id());
  }

  private Reply change(Request request) throws InterruptedException {
    new Query(request).finish();
    Jid id = id(request);
    Fields fields = new Fields(request.body());
    Optional<String> name = name(fields);
    Optional<String> description = description(fields);
    if (name.isEmpty() && description.isEmpty() && fields.errors().isEmpty()) {
      fields.wrong("name", "or description is required");
    }
    Checked.pass(fields);
    var _ = given(new ChangeChannel.Of(id, name, description));
    return Reply.noContent();
  }

  private static Optional<String> name(Fields fields) {
    return FieldTexts.title(fields, "name", ChannelLimits.NAME);
  }

  private static Optional<String> description(Fields fields) {
    return FieldTexts.description(fields, ChannelLimits.DESCRIPTION);
  }

  private Reply delete(Request request) throws InterruptedException {
    new Query(request).finish();
    var _ = given(new DeleteChannel.Of(id(request)));
    return Reply.noContent();
  }

  private Reply setPicture(Request request, ByteString jpeg) throws InterruptedException {
    new Query(request).finish();
    Jid id = id(request);
    var _ = given(new SetChannelPicture.Of(id, Optional.of(jpeg)));
    return Reply.noContent();
  }

  private Reply removePicture(Request request) throws InterruptedException {
    new Query(request).finish();
    var _ = given(new SetChannelPicture.Of(id(request), Optional.empty()));
    return Reply.noContent();
  }

  private Reply mute(Request request, boolean mute) throws InterruptedException {
    new Query(request).finish();
    if (mute) {
      Checked.pass(new Fields(request.body()));
    }
    var _ = given(new MuteChannel.Of(id(request), mute));
    return Reply.noContent();
  }

  private static Jid id(Request request) {
    return Recipient.parse(request.path("id"))
        .filter(Jid::isNewsletter)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.invalid(
                        "id",
                        "must be the id of a channel, such as 120363012345678901@newsletter")));
  }

  /** What is answered; 404 when there is no such channel. */
  private <A> A given(ServiceRequest<A> request) throws InterruptedException {
    ServiceAnswer<A> answer = calls.ask(request);
    if (answer instanceof ServiceAnswer.Impossible<A>(String code, String detail)) {
      throw new ProblemException(Problem.of(404, code, "Not found", detail));
    }
    return calls.value(answer);
  }
}
