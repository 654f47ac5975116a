package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.model.Call;
import java.util.Locale;

/** The document of a call. What is not known is absent. */
public final class CallJson {

  private CallJson() {}

  /** A call. */
  public static ObjectNode of(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", call.id())
        .put("chatId", call.chat().toString())
        .put("from", call.from().toString())
        .put("group", call.group())
        .put("video", call.video())
        .put("state", call.state().name().toLowerCase(Locale.ROOT))
        .put("at", call.at().toString());
    call.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    call.latency().ifPresent(latency -> json.put("latencyMs", latency.toMillis()));
    return json.put("offline", call.offline());
  }
}
