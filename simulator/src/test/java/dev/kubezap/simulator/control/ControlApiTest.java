package dev.kubezap.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control API as tests and the playground use it. */
class ControlApiTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private Simulator simulator;
  private ControlServer control;

  @BeforeEach
  void start() throws IOException {
    SimulatorConfig config = SimulatorConfig.defaults();
    simulator = Simulator.start(config);
    control = ControlServer.start(simulator, config.host(), 0);
    simulator.addAccount("4915110000001", "Ada", false);
    simulator.addAccount("4915110000002", "Grace", true);
  }

  @AfterEach
  void stop() {
    control.close();
    simulator.close();
    http.close();
  }

  private HttpResponse<String> request(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(HttpResponse<String> response) throws IOException {
    return json.readTree(response.body());
  }

  @Test
  void tellsWhatClientsNeed() throws IOException, InterruptedException {
    JsonNode info = json(request("GET", "/info", ""));
    assertThat(info.get("webSocketUrl").asText()).isEqualTo(simulator.webSocketUrl());
    assertThat(info.get("noiseRoot").asText()).hasSize(64);
    assertThat(info.has("caPem")).isFalse();
  }

  @Test
  void phonesTalkToEachOther() throws IOException, InterruptedException {
    HttpResponse<String> sent =
        request(
            "POST",
            "/accounts/4915110000001/messages",
            "{\"to\": \"+4915110000002\", \"text\": \"Hello\", \"addressing\": \"pn\"}");
    assertThat(sent.statusCode()).isEqualTo(201);
    String id = json(sent).get("id").asText();
    JsonNode messages =
        await()
            .until(
                () -> json(request("GET", "/accounts/4915110000001/messages", "")),
                m -> m.size() == 2);
    assertThat(messages.get(0).get("id").asText()).isEqualTo(id);
    assertThat(messages.get(0).get("deliveries").get(0).get("copies").asInt()).isEqualTo(1);
    assertThat(messages.get(1).get("text").asText()).isEqualTo("echo: Hello");
    assertThat(messages.get(1).get("timesDelivered").asInt()).isEqualTo(1);
    assertThat(messages.get(1).get("from").asText()).isEqualTo("4915110000002");
    assertThat(json(request("POST", "/accounts/4915110000001/read", "{}")).get("read").asInt())
        .isEqualTo(1);
    assertThat(request("GET", "/violations", "").body()).isEqualTo("[]");
  }

  @Test
  void accountsAreMadeAndChanged() throws IOException, InterruptedException {
    HttpResponse<String> made =
        request("POST", "/accounts", "{\"phoneNumber\": \"+49 151 333 0000\", \"echo\": true}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).get("number").asText()).isEqualTo("491513330000");
    JsonNode changed =
        json(
            request("PATCH", "/accounts/491513330000", "{\"pushName\": \"Neu\", \"echo\": false}"));
    assertThat(changed.get("pushName").asText()).isEqualTo("Neu");
    assertThat(changed.get("echo").asBoolean()).isFalse();
    assertThat(json(request("GET", "/accounts", "")).size()).isEqualTo(3);
  }

  @Test
  void peopleComeTypeBlockAndCall() throws IOException, InterruptedException {
    String ada = "/accounts/4915110000001";
    String person = "{\"about\": \"at work\", \"picture\": \"/9j/2Q==\", \"available\": true}";
    JsonNode changed = json(request("PATCH", ada + "/person", person));
    assertThat(changed.get("picture").asBoolean()).isTrue();
    assertThat(json(request("PATCH", ada + "/person", "{\"picture\": \"\"}")).get("picture"))
        .isEqualTo(json.readTree("false"));
    String typing = "{\"to\": \"4915110000002\", \"state\": \"composing\"}";
    assertThat(request("POST", ada + "/typing", typing).statusCode()).isEqualTo(200);
    assertThat(json(request("GET", "/typing", "")).get(0).get("state").asText())
        .isEqualTo("composing");
    String block = "{\"peer\": \"4915110000002\", \"blocked\": true}";
    assertThat(request("POST", ada + "/blocks", block).statusCode()).isEqualTo(200);
    HttpResponse<String> call =
        request("POST", ada + "/calls", "{\"to\": \"4915110000002\", \"video\": true}");
    assertThat(call.statusCode()).isEqualTo(201);
    String id = json(call).get("id").asText();
    JsonNode ended = json(request("POST", "/calls/" + id + "/end", "{\"reason\": \"timeout\"}"));
    assertThat(ended.get("rejected").asBoolean()).isFalse();
    assertThat(json(request("GET", "/calls/" + id, "")).get("id").asText()).isEqualTo(id);
    assertThat(request("POST", "/calls/none/end", "{}").statusCode()).isEqualTo(400);
    assertThat(request("GET", "/accounts/49/person", "").statusCode()).isEqualTo(404);
  }

  @Test
  void labelsAreMadePutOnAndDeleted() throws IOException, InterruptedException {
    String labels = "/accounts/4915110000001/labels";
    String paid = "{\"name\": \"Paid\", \"color\": 4}";
    assertThat(request("PUT", labels + "/3", paid).statusCode()).isEqualTo(200);
    String chat = "4915110000002@s.whatsapp.net";
    String onChat = "{\"chat\": \"" + chat + "\", \"on\": true}";
    String onMessage = "{\"chat\": \"" + chat + "\", \"message\": \"M1\", \"on\": true}";
    assertThat(request("POST", labels + "/3/marks", onMessage).statusCode()).isEqualTo(200);
    String marked =
        "{\"id\":\"3\",\"name\":\"Paid\",\"color\":4,\"chats\":[\""
            + chat
            + "\"],\"messages\":[\"M1\"]}";
    assertThat(json(request("POST", labels + "/3/marks", onChat))).hasToString(marked);
    assertThat(json(request("GET", labels, ""))).hasToString("[" + marked + "]");
    assertThat(request("DELETE", labels + "/3", "").statusCode()).isEqualTo(200);
    assertThat(json(request("GET", labels, "")).size()).isZero();
    assertThat(request("DELETE", labels + "/3", "").statusCode()).isEqualTo(404);
    assertThat(request("POST", labels + "/3/marks", onChat).statusCode()).isEqualTo(404);
    assertThat(request("PUT", labels + "/3", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void phonesWriteToGroups() throws IOException, InterruptedException {
    String made = "{\"subject\": \"Garden\", \"participants\": [\"4915110000002\"]}";
    String group = json(request("POST", "/accounts/4915110000001/groups", made)).get("id").asText();
    HttpResponse<String> sent =
        request(
            "POST",
            "/accounts/4915110000001/messages",
            "{\"to\": \"" + group + "\", \"text\": \"Hello\"}");
    assertThat(sent.statusCode()).isEqualTo(201);
    String id = json(sent).get("id").asText();
    await()
        .until(
            () ->
                simulator.messages("4915110000002").stream()
                    .anyMatch(message -> message.id().equals(id)));
  }

  @Test
  void aPhoneOpensTheFileOfAMessage() throws IOException, InterruptedException {
    String id =
        json(request(
                "POST",
                "/accounts/4915110000001/messages",
                """
                {"to": "4915110000002", "file":
                  {"kind": "IMAGE", "mimetype": "image/jpeg", "data": "cGljdHVyZQ==", "caption": "Pier"}}
                """))
            .path("id")
            .asText();
    await()
        .until(
            () ->
                json(request("GET", "/accounts/4915110000002/messages", ""))
                    .toString()
                    .contains(id));

    HttpResponse<String> file =
        request("GET", "/accounts/4915110000002/messages/" + id + "/file", "");
    HttpResponse<String> unknown = request("GET", "/accounts/4915110000002/messages/none/file", "");

    assertThat(json(file))
        .isEqualTo(
            json.readTree(
                """
                {"kind": "IMAGE", "mimetype": "image/jpeg", "data": "cGljdHVyZQ==", "caption": "Pier", "name": ""}
                """));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("the phone has no message with this id");
  }

  @Test
  void faultsComeAndGo() throws IOException, InterruptedException {
    String rule = "{\"point\": \"out\", \"times\": 1, \"action\": {\"kind\": \"drop\"}}";
    long id = json(request("POST", "/faults", rule)).get("id").asLong();
    assertThat(json(request("GET", "/faults", "")).get(0).get("happened").asInt()).isZero();
    assertThat(request("DELETE", "/faults/" + id, "").statusCode()).isEqualTo(200);
    assertThat(request("DELETE", "/faults/" + id, "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET;/nothing;'';404;No such request",
        "POST;/accounts;{};400;The field phoneNumber is missing",
        "POST;/accounts;{\"phoneNumber\": \"12\"};400;7 to 15 digits",
        "POST;/accounts;{\"phoneNumber\": \"4915110000001\"};400;There is an account",
        "POST;/accounts;{\"phoneNumber\": \"4915110000009\", \"nonsense\": 1};400;no field nonsense; there are addressing",
        "POST;/accounts;no json;400;Unrecognized token",
        "GET;/accounts/99;'';404;There is no account 99",
        "POST;/accounts/4915110000001/messages;{\"to\": \"77\", \"text\": \"x\"};404;no account 77",
        "POST;/accounts/4915110000001/scan;{\"qr\": \"a,b,c,d\"};409;5 fields",
        "POST;/accounts/4915110000001/pairing-code;{\"code\": \"12345678\"};409;No companion waits",
        "POST;/accounts/4915110000001/retry;{\"peer\": \"4915110000002\"};400;id",
        "POST;/connections/77/demands;{\"kind\": \"close\"};404;no connection 77",
        "POST;/faults;{\"point\": \"out\"};400;A fault needs a point and an action",
        "POST;/faults;[];400;no JSON object",
        "POST;/accounts;{\"phoneNumber\": \"4915110000009\", \"echo\": \"maybe\"};400;echo is of",
        "POST;/faults;{\"point\": \"sky\", \"action\": {\"kind\": \"drop\"}};400;point is none of",
        "POST;/faults;{\"point\": \"out\", \"action\": {\"kind\": \"melt\"}};400;action needs a kind: close, close-after",
        "POST;/faults;{\"point\": \"iq\", \"action\": {\"kind\": \"drop\"}};400;can happen: reject"
      })
  void refusesByName(String method, String path, String body, int status, String hint)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = request(method, path, body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).get("error").asText()).contains(hint).doesNotContain("dev.kubezap");
  }

  @Test
  void theCommandLineSpeaksIt() throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ControlClient client =
        new ControlClient(control.url(), new PrintStream(out, true, StandardCharsets.UTF_8));
    List<String> send = List.of("send", "4915110000001", "+4915110000002", "Hello");
    assertThat(client.run(new ArrayDeque<>(send))).isZero();
    assertThat(client.run(new ArrayDeque<>(List.of("messages", "4915110000001")))).isZero();
    assertThat(client.run(new ArrayDeque<>(List.of("scan", "1", "x")))).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"Hello\"").contains("no account");
  }
}
