package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeAppState.Wish;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.SetChatTimer;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /chats}: the overview, how chats are kept, and marking all of one read. */
public final class ChatRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_READ_AT_ONCE = 200;
  private static final int LONGEST_TEXT = 128;

  private static final String MUTED_UNTIL = "mutedUntil";

  private final Clients clients;
  private final ServiceCalls calls;
  private final LabelChoice labelled;
  private final Archive archive;
  private final MessageLists lists;
  private final ChatDocuments documents;

  public ChatRoutes(Session session, Archive archive) {
    clients = new Clients(session);
    calls = new ServiceCalls(session);
    labelled = new LabelChoice(calls);
    this.archive = archive;
    this.lists = new MessageLists(archive);
    this.documents = new ChatDocuments(session, archive);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/chats", Scope.READ, this::chats),
        Route.get("/api/v1/chats/{chatId}", Scope.READ, this::chat),
        Route.patch("/api/v1/chats/{chatId}", Scope.SEND, this::keep),
        Route.delete("/api/v1/chats/{chatId}", Scope.SEND, this::delete),
        Route.post(
            "/api/v1/chats/{chatId}/clear", Scope.SEND, Route.Body.OPTIONAL_JSON, this::clear),
        Route.get("/api/v1/chats/{chatId}/messages", Scope.READ, this::messages),
        Route.post(
            "/api/v1/chats/{chatId}/read", Scope.SEND, Route.Body.OPTIONAL_JSON, this::markRead));
  }

  private Reply chats(Request request) {
    Query query = new Query(request);
    ChatQuery filter =
        new ChatQuery(
            query.constant("kind", ChatQuery.Kind.class),
            query.flag("unread"),
            query.flag("archived"),
            query.flag("pinned"),
            query.time("before"),
            query.time("after"),
            query.parsed(
                "q",
                text ->
                    text.isBlank() || text.length() > LONGEST_TEXT
                        ? Optional.empty()
                        : Optional.of(text),
                "must be a part of a name or a number, of at most 128 characters"),
            query.parsed("label", LabelChoice::id, LabelChoice.ID_RULE));
    PageRequest page = query.skippingPage();
    boolean counted = query.flag("total").orElse(false);
    if (counted && filter.text().isPresent()) {
      query.wrong("total", "cannot be told with q: names are stored encrypted");
    }
    query.finish();
    Map<Jid, ObjectNode> read = new HashMap<>();
    return Pages.reply(
        () -> {
          Slice<Chat> found = archive.chats(filter, page);
          read.putAll(documents.of(found.items()));
          return found;
        },
        chat -> Objects.requireNonNull(read.get(chat.id())),
        counted ? OptionalLong.of(archive.count(filter)) : OptionalLong.empty());
  }

  private Reply chat(Request request) {
    new Query(request).finish();
    return reply(require(request));
  }

  private Reply reply(Chat chat) {
    return Reply.json(200, Objects.requireNonNull(documents.of(List.of(chat)).get(chat.id())));
  }

  /** Each of them counts here at once, and reaches the phone when there is a connection. */
  private Reply keep(Request request) throws InterruptedException {
    new Query(request).finish();
    Chat chat = require(request);
    Fields fields = new Fields(request.body());
    boolean loud = fields.isNull(MUTED_UNTIL);
    Optional<Boolean> archived = fields.flag("archived");
    Optional<Boolean> pinned = fields.flag("pinned");
    Optional<Instant> mutedUntil = loud ? Optional.empty() : fields.time(MUTED_UNTIL);
    Optional<Boolean> markedUnread = fields.flag("markedUnread");
    Optional<List<String>> labels = LabelChoice.chosen(fields);
    Optional<Duration> ephemeral = FieldTexts.ephemeral(fields);
    if (ephemeral.isPresent() && !chat.id().isUser()) {
      fields.wrong(
          "ephemeral",
          chat.id().isGroup()
              ? "of a group is changed by PATCH /api/v1/groups/{id}"
              : "is of direct chats and groups only");
    }
    if (request.body().isEmpty()) {
      fields.wrong(
          "archived", "or pinned, mutedUntil, markedUnread, ephemeral or labels is needed");
    }
    Checked.pass(fields);
    List<Wish> wishes = new ArrayList<>();
    archived.ifPresent(on -> wishes.add(new Wish.Archive(chat.id(), on, chat.lastMessageAt())));
    pinned.ifPresent(on -> wishes.add(new Wish.Pin(chat.id(), on)));
    if (loud || mutedUntil.isPresent()) {
      wishes.add(new Wish.Mute(chat.id(), mutedUntil));
    }
    markedUnread.ifPresent(
        on -> wishes.add(new Wish.MarkUnread(chat.id(), on, chat.lastMessageAt())));
    if (labels.isPresent()) {
      labelled
          .changed(chat.settings().labels(), labels.get())
          .forEach((label, on) -> wishes.add(new Wish.LabelChat(chat.id(), label, on)));
    }
    for (Wish wish : wishes) {
      Done _ = calls.given(new ChangeAppState.Of(wish));
    }
    if (ephemeral.isPresent()) {
      Done _ = calls.given(new SetChatTimer.Of(chat.id(), ephemeral.get()));
    }
    return reply(require(request));
  }

  private Reply clear(Request request) throws InterruptedException {
    Checked.pass(new Fields(request.body()));
    return clear(request, false);
  }

  private Reply delete(Request request) throws InterruptedException {
    return clear(request, true);
  }

  private Reply clear(Request request, boolean chatToo) throws InterruptedException {
    new Query(request).finish();
    Chat chat = require(request);
    Done _ =
        calls.given(
            new ChangeAppState.Of(new Wish.Clear(chat.id(), chatToo, chat.lastMessageAt())));
    return Reply.noContent();
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
        .filter(Chat::isShown)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.notFound(
                        "There is no chat with this id: GET /api/v1/chats lists them.")));
  }
}
