package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.document.MessageJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.StoredFile;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.kind.MessageKinds;
import dev.kubezap.pod.media.IncomingMedia;
import dev.kubezap.pod.store.MessageTimes;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /messages}: reading what is stored, and marking it read or played. */
public final class MessageRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Types of messages whose senders see that they were played. */
  private static final Set<String> PLAYED = Set.of("voice", "videoNote");

  private final Clients clients;
  private final Archive archive;
  private final IncomingMedia media;
  private final MessageLists lists;

  /**
   * @param media finds the files of messages
   */
  public MessageRoutes(Session session, Archive archive, IncomingMedia media) {
    clients = new Clients(session);
    this.archive = archive;
    this.media = media;
    this.lists = new MessageLists(archive);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/messages", Scope.READ, this::messages),
        Route.get("/api/v1/status", Scope.READ, this::statuses),
        Route.get("/api/v1/messages/{id}", Scope.READ, this::message),
        Route.get("/api/v1/messages/{id}/revisions", Scope.READ, this::revisions),
        Route.get("/api/v1/messages/{id}/receipts", Scope.READ, this::receipts),
        Route.get("/api/v1/messages/{id}/raw", Scope.READ, this::raw),
        Route.download("/api/v1/messages/{id}/media", Scope.READ, this::media),
        Route.post(
            "/api/v1/messages/{id}/read",
            Scope.SEND,
            Route.Body.OPTIONAL_JSON,
            this::markMessageRead),
        Route.post(
            "/api/v1/messages/{id}/played",
            Scope.SEND,
            Route.Body.OPTIONAL_JSON,
            this::markMessagePlayed));
  }

  private Reply messages(Request request) {
    Query query = new Query(request);
    Optional<Jid> chat = query.parsed("chat", Recipient::parse, Recipient.RULE);
    MessageLists.Wanted wanted = lists.wanted(query);
    query.finish();
    return lists.reply(chat.map(wanted::in).orElse(wanted));
  }

  private Reply statuses(Request request) {
    Query query = new Query(request);
    MessageLists.Wanted wanted = lists.wanted(query);
    query.finish();
    return lists.reply(wanted.in(Jid.STATUS));
  }

  private Reply message(Request request) {
    new Query(request).finish();
    StoredMessage message = require(request);
    ObjectNode json = MessageJson.of(message, additions(message));
    MessageTimes times = archive.times(message.id());
    times.queued().ifPresent(at -> json.put("queuedAt", at.toString()));
    times.sent().ifPresent(at -> json.put("sentAt", at.toString()));
    times.delivered().ifPresent(at -> json.put("deliveredAt", at.toString()));
    times.read().ifPresent(at -> json.put("readAt", at.toString()));
    times.played().ifPresent(at -> json.put("playedAt", at.toString()));
    return Reply.json(200, json);
  }

  private MessageAdditions additions(StoredMessage message) {
    return archive
        .additions(List.of(message.id()))
        .getOrDefault(message.id(), MessageAdditions.NONE);
  }

  /** The states of a message, oldest first: as it came, and after each edit. */
  private Reply revisions(Request request) {
    new Query(request).finish();
    StoredMessage message = require(request);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    ObjectNode first = items.addObject().put("at", message.timestamp().toString());
    MessageKinds.write(message.content(), first);
    for (MessageAdditions.Revision revision : additions(message).revisions()) {
      ObjectNode next = items.addObject().put("at", revision.at().toString());
      MessageKinds.write(Contents.read(revision.encoded()), next);
    }
    return Reply.json(200, json);
  }

  /** Who of a group has a message of ours, and since when. */
  private Reply receipts(Request request) {
    new Query(request).finish();
    StoredMessage message = require(request);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    archive
        .receipts(message.id())
        .members()
        .forEach(
            (member, times) -> {
              ObjectNode one = items.addObject().put("participant", member.toString());
              times.delivered().ifPresent(at -> one.put("deliveredAt", at.toString()));
              times.read().ifPresent(at -> one.put("readAt", at.toString()));
              times.played().ifPresent(at -> one.put("playedAt", at.toString()));
            });
    return Reply.json(200, json);
  }

  /**
   * The bytes that a message is read from, for kinds and fields that this version does not read.
   */
  private Reply raw(Request request) {
    new Query(request).finish();
    StoredMessage message = require(request);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", message.id());
    json.put("message", Base64.getEncoder().encodeToString(message.encoded().toByteArray()));
    return Reply.json(200, json);
  }

  private StoredFile media(Request request) throws IOException, InterruptedException {
    new Query(request).finish();
    return media.file(require(request), clients::require);
  }

  private Reply markMessageRead(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    StoredMessage message = others(request);
    Clients.await(
        clients.require().markRead(message.chat(), List.of(message.id())).thenApply(done -> true),
        PATIENCE);
    return Reply.noContent();
  }

  private Reply markMessagePlayed(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    StoredMessage message = others(request);
    if (!(message.content() instanceof Media media)
        || !(PLAYED.contains(media.type()) || media.viewOnce())) {
      throw new ProblemException(
          Problem.conflict(
              "not-playable",
              "The message is not one that is played",
              "Voice notes, video notes and what is shown once are played; mark others read."));
    }
    Clients.await(
        clients.require().markPlayed(message.chat(), List.of(message.id())).thenApply(done -> true),
        PATIENCE);
    return Reply.noContent();
  }

  /** The message, which somebody else sent. */
  private StoredMessage others(Request request) {
    StoredMessage message = require(request);
    if (message.fromMe()) {
      throw new ProblemException(
          Problem.conflict(
              "own-message",
              "The message was sent by this account",
              "Mark messages that came in."));
    }
    return message;
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
