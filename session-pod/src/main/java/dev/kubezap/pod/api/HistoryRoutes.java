package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.history.AskOlder;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.List;
import java.util.Optional;

/** {@code /chats/{chatId}/history}: older messages, asked of the phone. */
public final class HistoryRoutes {
  /** The phone tells no more at once. */
  private static final int MOST = 50;

  private final ServiceCalls calls;
  private final Archive archive;

  public HistoryRoutes(Session session, Archive archive) {
    calls = new ServiceCalls(session);
    this.archive = archive;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/chats/{chatId}/history", Scope.SEND, Route.Body.OPTIONAL_JSON, this::older));
  }

  private Reply older(Request request) throws InterruptedException {
    new Query(request).finish();
    Fields fields = new Fields(request.body());
    Optional<Long> count = fields.wholeNumber("count", 1, MOST);
    Checked.pass(fields);
    Jid id =
        Recipient.parse(request.path("chatId"))
            .orElseThrow(() -> new ProblemException(Problem.invalid("chatId", Recipient.RULE)));
    Chat chat =
        archive
            .chat(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound(
                            "There is no chat with this id: GET /api/v1/chats lists them.")));
    StoredMessage oldest =
        archive
            .oldest(chat.id())
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.conflict(
                            "no-message",
                            "No message of the chat is stored",
                            "The phone is asked for what is older than a message that is"
                                + " stored.")));
    AskOlder.Asked asked =
        calls.given(new AskOlder.Than(oldest.id(), count.map(Long::intValue).orElse(MOST)));
    return Reply.json(
        202,
        JsonNodeFactory.instance
            .objectNode()
            .put("requestId", asked.requestId())
            .put("chatId", asked.chat().toString())
            .put("count", asked.count())
            .put("olderThan", oldest.id()));
  }
}
