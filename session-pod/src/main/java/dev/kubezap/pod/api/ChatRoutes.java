package dev.kubezap.pod.api;

import dev.kubezap.pod.document.ChatJson;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.store.ChatQuery;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /chats}: the overview, and marking all of one read. */
public final class ChatRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_READ_AT_ONCE = 200;

  private final Clients clients;
  private final Archive archive;
  private final MessageLists lists;

  public ChatRoutes(Session session, Archive archive) {
    clients = new Clients(session);
    this.archive = archive;
    this.lists = new MessageLists(archive);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/chats", Scope.READ, this::chats),
        Route.get("/api/v1/chats/{chatId}", Scope.READ, this::chat),
        Route.get("/api/v1/chats/{chatId}/messages", Scope.READ, this::messages),
        Route.post(
            "/api/v1/chats/{chatId}/read", Scope.SEND, Route.Body.OPTIONAL_JSON, this::markRead));
  }

  private Reply chats(Request request) {
    Query query = new Query(request);
    ChatQuery filter =
        new ChatQuery(query.constant("kind", ChatQuery.Kind.class), query.flag("unread"));
    PageRequest page = query.skippingPage();
    boolean counted = query.flag("total").orElse(false);
    query.finish();
    Map<Jid, StoredMessage> last = new HashMap<>();
    Map<String, MessageAdditions> additions = new HashMap<>();
    return Pages.reply(
        () -> {
          Slice<Chat> found = archive.chats(filter, page);
          read(found.items(), last, additions);
          return found;
        },
        chat ->
            Optional.ofNullable(last.get(chat.id()))
                .map(
                    message ->
                        ChatJson.of(
                            chat,
                            message,
                            additions.getOrDefault(message.id(), MessageAdditions.NONE)))
                .orElseGet(() -> ChatJson.of(chat)),
        counted ? OptionalLong.of(archive.count(filter)) : OptionalLong.empty());
  }

  private void read(
      List<Chat> chats, Map<Jid, StoredMessage> last, Map<String, MessageAdditions> additions) {
    last.putAll(archive.lastMessages(chats.stream().map(Chat::id).toList()));
    additions.putAll(archive.additions(last.values().stream().map(StoredMessage::id).toList()));
  }

  private Reply chat(Request request) {
    new Query(request).finish();
    Chat chat = require(request);
    Map<Jid, StoredMessage> last = new HashMap<>();
    Map<String, MessageAdditions> additions = new HashMap<>();
    read(List.of(chat), last, additions);
    StoredMessage message = last.get(chat.id());
    return Reply.json(
        200,
        message == null
            ? ChatJson.of(chat)
            : ChatJson.of(
                chat, message, additions.getOrDefault(message.id(), MessageAdditions.NONE)));
  }

  private Reply messages(Request request) {
    Query query = new Query(request);
    MessageLists.Wanted wanted = lists.wanted(query);
    query.finish();
    return lists.reply(wanted.in(require(request).id()));
  }

  private Reply markRead(Request request) throws InterruptedException {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    Chat chat = require(request);
    int unread = Math.min(chat.unread(), MOST_READ_AT_ONCE);
    if (unread > 0) {
      MessageQuery incoming =
          new MessageQuery(
              Optional.of(chat.id()),
              Optional.of(false),
              Optional.empty(),
              Optional.of(MessageStatus.RECEIVED),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      List<String> ids =
          archive.messages(incoming, new PageRequest(unread, Optional.empty())).items().stream()
              .map(StoredMessage::id)
              .toList();
      Clients.await(clients.require().markRead(chat.id(), ids).thenApply(done -> true), PATIENCE);
    }
    return Reply.noContent();
  }

  private Chat require(Request request) {
    Jid id =
        Recipient.parse(request.path("chatId"))
            .orElseThrow(() -> new ProblemException(Problem.invalid("chatId", Recipient.RULE)));
    return archive
        .chat(id)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.notFound(
                        "There is no chat with this id: GET /api/v1/chats lists them.")));
  }
}
