package dev.kubezap.pod.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Messages of JSON-RPC 2.0, as the Model Context Protocol narrows it: no batches, ids not null. */
sealed interface JsonRpc {

  /** Such a method does not exist. */
  int METHOD_NOT_FOUND = -32601;

  /** Its parameters are wrong. */
  int INVALID_PARAMETERS = -32602;

  /** The message is none. */
  int INVALID_REQUEST = -32600;

  /**
   * A question.
   *
   * @param id a text or a whole number, repeated in the answer
   * @param parameters empty when there are none
   */
  record Call(JsonNode id, String method, ObjectNode parameters) implements JsonRpc {
    /** The answer to it. */
    ObjectNode result(ObjectNode result) {
      ObjectNode answer = answer(id);
      answer.set("result", result);
      return answer;
    }
  }

  /** What asks for no answer: a notification, or an answer to a question that was never asked. */
  record Told() implements JsonRpc {}

  /**
   * No message.
   *
   * @param id of the message, null in JSON when it has none that can be repeated
   */
  record Wrong(JsonNode id, String reason) implements JsonRpc {}

  /** Reads a message. */
  static JsonRpc of(ObjectNode message) {
    JsonNode id = message.path("id");
    boolean named = id.isTextual() || id.isIntegralNumber();
    JsonNode repeated = named ? id : JsonNodeFactory.instance.nullNode();
    if (!message.path("jsonrpc").asText().equals("2.0")) {
      return new Wrong(repeated, "jsonrpc must be \"2.0\"");
    }
    if (!message.has("method") && (message.has("result") || message.has("error"))) {
      return new Told();
    }
    if (!message.path("method").isTextual()) {
      return new Wrong(repeated, "method must be a text");
    }
    if (!message.has("id")) {
      return new Told();
    }
    if (!named) {
      return new Wrong(repeated, "id must be a text or a whole number");
    }
    JsonNode parameters = message.path("params");
    if (!parameters.isMissingNode() && !parameters.isObject()) {
      return new Wrong(repeated, "params must be an object");
    }
    return new Call(
        id,
        message.path("method").asText(),
        parameters instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
  }

  /** An error instead of an answer. */
  static ObjectNode error(JsonNode id, int code, String message) {
    ObjectNode answer = answer(id);
    answer.putObject("error").put("code", code).put("message", message);
    return answer;
  }

  private static ObjectNode answer(JsonNode id) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("jsonrpc", "2.0");
    answer.set("id", id);
    return answer;
  }
}
