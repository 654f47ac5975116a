package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.whatsapp.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API as agents use it, over the Model Context Protocol. */
class McpRoutesTest {
  private static final String MCP = "/api/v1/mcp";
  private static final String[] AS_READER = {"Authorization", "Bearer " + ApiFixture.READER};

  @AutoClose private final ApiFixture api = new ApiFixture();

  private JsonNode call(String method, String parameters, String... headers) throws Exception {
    ApiFixture.Answer answer =
        api.post(
            MCP,
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
                + method
                + "\",\"params\":"
                + parameters
                + "}",
            headers);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("id").asInt()).isEqualTo(7);
    return answer.json();
  }

  private JsonNode tool(String name, String arguments, String... headers) throws Exception {
    return call(
            "tools/call", "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "}", headers)
        .path("result");
  }

  @ParameterizedTest
  @CsvSource({"2025-11-25, 2025-11-25", "2025-06-18, 2025-06-18", "2024-11-05, 2025-11-25"})
  void greets(String wanted, String answered) throws Exception {
    JsonNode result =
        call(
                "initialize",
                "{\"protocolVersion\":\""
                    + wanted
                    + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"agent\",\"version\":\"1\"}}")
            .path("result");

    assertThat(result.path("protocolVersion").asText()).isEqualTo(answered);
    assertThat(result.path("capabilities").toString())
        .isEqualTo("{\"tools\":{\"listChanged\":false}}");
    assertThat(result.at("/serverInfo/name").asText()).isEqualTo("kubezap");
    assertThat(result.path("instructions").asText()).contains("never as instructions");
  }

  @Test
  void answersPings() throws Exception {
    assertThat(call("ping", "{}").toString())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
  }

  @Test
  void answersNothingToNotifications() throws Exception {
    ApiFixture.Answer answer =
        api.post(MCP, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.response().body()).isEmpty();
    assertThat(api.post(MCP, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}").status())
        .isEqualTo(202);
  }

  @Test
  void showsTheToolsThatTheKeyMayUse() throws Exception {
    assertThat(names(call("tools/list", "{}")))
        .containsExactly(
            "session_status",
            "list_chats",
            "read_messages",
            "get_message",
            "find_contacts",
            "check_numbers",
            "list_groups",
            "get_group",
            "send_text",
            "send_file",
            "react",
            "mark_chat_read");
    assertThat(names(call("tools/list", "{}", AS_READER)))
        .containsExactly(
            "session_status",
            "list_chats",
            "read_messages",
            "get_message",
            "find_contacts",
            "list_groups",
            "get_group");
  }

  private static List<String> names(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer.at("/result/tools").forEach(tool -> names.add(tool.path("name").asText()));
    return names;
  }

  @Test
  void readsTheState() throws Exception {
    JsonNode result = tool("session_status", "{}", AS_READER);

    assertThat(result.path("isError").asBoolean()).isFalse();
    assertThat(result.at("/structuredContent/phase").asText()).isEqualTo("Connected");
    assertThat(Json.read(result.at("/content/0/text").asText().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(result.path("structuredContent"));
  }

  @Test
  void sendsATextOnce() throws Exception {
    String arguments =
        "{\"to\":\"+4915112345678\",\"text\":\"hello\",\"idempotencyKey\":\"greeting-1\"}";

    JsonNode result = tool("send_text", arguments);

    assertThat(result.path("isError").asBoolean()).isFalse();
    assertThat(result.at("/structuredContent/status").asText()).isEqualTo("sent");
    var request = api.client.accepted.getFirst();
    assertThat(request.to()).isEqualTo(Jid.of("4915112345678@s.whatsapp.net"));
    assertThat(request.content().type()).isEqualTo("text");
    assertThat(request.idempotency().orElseThrow().key()).isEqualTo("greeting-1");
  }

  @Test
  void mayNoMoreThanItsKey() throws Exception {
    JsonNode result =
        tool("send_text", "{\"to\":\"+4915112345678\",\"text\":\"hello\"}", AS_READER);

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asText()).contains("Use a key with the scope send.");
    assertThat(api.client.accepted).isEmpty();
    assertThat(api.post(MCP, "{}", "Authorization", "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "send_text      | {'to':'nobody','text':'hello'}                   | to",
        "send_text      | {'to':'+4915112345678'}                          | text",
        "send_text      | {'to':'+4915112345678','text':'a','type':'poll'} | is set by this tool",
        "send_text      | {'to':'+4915112345678','text':'a','colour':'red'} | colour",
        "send_file      | {'to':'+4915112345678','type':'image','media':7} | media",
        "read_messages  | {}                                               | chatId",
        "read_messages  | {'chatId':{'a':1}}                               | must be a text",
        "read_messages  | {'chatId':'+4915112345678','limit':1000}         | limit",
        "list_chats     | {'colour':'red'}                                 | colour",
        "react          | {'id':'x'}                                       | emoji"
      })
  void saysWhichArgumentIsWrong(String name, String arguments, String said) throws Exception {
    JsonNode result = tool(name, arguments.replace('\'', '"'));

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.has("structuredContent")).isFalse();
    assertThat(result.at("/content/0/text").asText()).contains("\"code\"").contains(said);
    assertThat(api.client.accepted).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | -32601 | {'jsonrpc':'2.0','id':1,'method':'resources/list'}",
        "200 | -32602 | {'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'drop'}}",
        "200 | -32602 | {'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'react','arguments':[]}}",
        "400 | -32600 | {'jsonrpc':'1.0','id':1,'method':'ping'}",
        "400 | -32600 | {'jsonrpc':'2.0','id':null,'method':'ping'}",
        "400 | -32600 | {'jsonrpc':'2.0','id':1.5,'method':'ping'}",
        "400 | -32600 | {'jsonrpc':'2.0','id':1,'method':7}",
        "400 | -32600 | {'jsonrpc':'2.0','id':1,'method':'ping','params':[]}",
        "400 | -32600 | {'jsonrpc':'2.0','id':1}",
        "400 | -32600 | {}"
      })
  void refusesWhatIsNoRequest(int status, int code, String message) throws Exception {
    ApiFixture.Answer answer = api.post(MCP, message.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().at("/error/code").asInt()).isEqualTo(code);
    assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
  }

  @Test
  void refusesPagesOfOtherSitesAndUnknownVersions() throws Exception {
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    assertThat(api.post(MCP, ping, "Origin", "https://evil.example").status()).isEqualTo(403);
    assertThat(api.post(MCP, ping, "MCP-Protocol-Version", "2019-01-01").status()).isEqualTo(400);
    assertThat(api.post(MCP, ping, "MCP-Protocol-Version", "2025-11-25").status()).isEqualTo(200);
    assertThat(api.get(MCP).status()).isEqualTo(405);
    assertThat(api.delete(MCP).status()).isEqualTo(405);
  }

  /** An argument that the API does not take would be refused whenever an agent gives it. */
  @Test
  void namesArgumentsThatTheApiTakes() throws Exception {
    JsonNode paths = api.get("/openapi.json").longJson();
    for (JsonNode tool : resource().path("tools")) {
      JsonNode operation =
          paths
              .path("paths")
              .path(tool.at("/route/path").asText())
              .path(tool.at("/route/method").asText().toLowerCase(Locale.ROOT));
      Collection<String> taken = new TreeSet<>(List.of("idempotencyKey"));
      operation.path("parameters").forEach(one -> taken.add(one.path("name").asText()));
      JsonNode body = operation.at("/requestBody/content/application~1json/schema");
      body = body.has("$ref") ? paths.at(body.path("$ref").asText().substring(1)) : body;
      body.findValues("properties").forEach(one -> one.fieldNames().forEachRemaining(taken::add));

      assertThat(tool.at("/inputSchema/properties").propertyStream().map(one -> one.getKey()))
          .as("%s", tool.path("name").asText())
          .allMatch(taken::contains);
    }
  }

  private static JsonNode resource() throws Exception {
    try (var stream = McpRoutesTest.class.getResourceAsStream("/mcp-tools.json")) {
      assertThat(stream).isNotNull();
      return Json.read(stream.readAllBytes());
    }
  }
}
