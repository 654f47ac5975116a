package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.receiver.IncomingEvent;
import dev.kubezap.pod.receiver.TemplateText;
import dev.kubezap.whatsapp.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /cloudevents}: the session as a sink of CloudEvents, such as those of Knative. An
 * event of type {@value #SEND} is a message to send; of any other a template in the address makes a
 * text. A repeated delivery of an event is one message, by its source and id.
 */
public final class CloudEventRoutes {
  static final String SEND = "dev.kubezap.message.send";

  private final SendRoutes sending;

  /**
   * @param sending takes the messages
   */
  public CloudEventRoutes(SendRoutes sending) {
    this.sending = sending;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(Route.sink("/api/v1/cloudevents", Scope.SEND, this::take));
  }

  private Reply take(Request request) throws IOException, InterruptedException {
    Query query = new Query(request);
    Optional<String> to = query.text("to");
    Optional<String> template = ReceiverRoutes.template(query);
    query.finish();
    IncomingEvent event = IncomingEvent.of(request.headers(), request.body());
    ObjectNode message =
        template.isPresent()
            ? text(TemplateText.of(template.get(), event.document()))
            : message(event);
    to.filter(_ -> !message.has("to")).ifPresent(chat -> message.put("to", chat));
    // An event waits for the connection instead of being delivered again.
    if (!message.has("queue")) {
      message.put("queue", true);
    }
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.put("idempotency-key", keyOf(event));
    Reply taken =
        sending.sendMessage(
            new Request(Map.of(), Map.of("wait", List.of("none")), headers, message));
    // A body would be another event to whoever delivers them.
    return new Reply(taken.status(), "", ByteString.EMPTY, taken.headers());
  }

  private static ObjectNode text(String text) {
    return JsonNodeFactory.instance.objectNode().put("type", "text").put("text", text);
  }

  private static ObjectNode message(IncomingEvent event) {
    if (!event.type().equals(SEND)) {
      throw new ProblemException(
          Problem.invalid(
              "type",
              "is "
                  + SEND
                  + " for a message to send; of other events ?to= and ?template= in the address make"
                  + " a text"));
    }
    return event.data().deepCopy();
  }

  private static String keyOf(IncomingEvent event) {
    byte[] digest = Sha256.digest(event.identity().getBytes(StandardCharsets.UTF_8));
    return "cloudevent-" + HexFormat.of().formatHex(digest);
  }
}
