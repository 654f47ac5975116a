package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer as it is kept for whoever repeats his request. */
final class KeptReply {
  private KeptReply() {}

  /** The answer's bytes. */
  static ByteString encode(Reply reply) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    kept.put("status", reply.status());
    kept.put("contentType", reply.contentType());
    kept.put("body", reply.body().toStringUtf8());
    ObjectNode headers = kept.putObject("headers");
    reply.headers().forEach(headers::put);
    return ByteString.copyFrom(Json.bytes(kept));
  }

  /** The answer. */
  static Reply decode(ByteString encoded) {
    JsonNode kept = Json.readOwn(encoded.toByteArray());
    Map<String, String> headers = new LinkedHashMap<>();
    kept.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().textValue()));
    return new Reply(
        kept.path("status").intValue(),
        kept.path("contentType").textValue(),
        ByteString.copyFromUtf8(kept.path("body").textValue()),
        headers);
  }
}
