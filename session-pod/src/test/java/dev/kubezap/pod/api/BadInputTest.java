package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a request: a problem document that names it, and nothing stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String VALID_TO = "\"to\":\"+4915112345678\"";
  private static final String VALID = VALID_TO + ",\"type\":\"text\",\"text\":\"hello\"";

  private final ApiFixture api = fixture();

  private static ApiFixture fixture() {
    try {
      return new ApiFixture();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A wrong request.
   *
   * @param field the field that the document must name, empty when it is not about fields
   */
  record Case(
      String name, String method, String path, String body, int status, String code, String field) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    message(cases, "no field at all", "{}", "to");
    message(cases, "to missing", "{\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to of wrong type", "{\"to\":5,\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to null", "{\"to\":null,\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to empty", "{\"to\":\"\",\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to too long", to("4".repeat(129)), "to");
    message(cases, "to is no number", to("hello"), "to");
    message(cases, "to with letters", to("+49151abc5678"), "to");
    message(cases, "to too short", to("12345"), "to");
    message(cases, "to of unknown server", to("4915112345678@example.com"), "to");
    message(cases, "to without user", to("@s.whatsapp.net"), "to");
    message(cases, "to is a channel", to("123456@newsletter"), "to");
    message(cases, "type missing", "{" + VALID_TO + ",\"text\":\"x\"}", "type");
    message(
        cases, "type unknown", "{" + VALID_TO + ",\"type\":\"hologram\",\"text\":\"x\"}", "type");
    message(cases, "type of wrong type", "{" + VALID_TO + ",\"type\":1,\"text\":\"x\"}", "type");
    message(cases, "text missing", "{" + VALID_TO + ",\"type\":\"text\"}", "text");
    message(cases, "text empty", "{" + VALID_TO + ",\"type\":\"text\",\"text\":\"\"}", "text");
    message(
        cases, "text of wrong type", "{" + VALID_TO + ",\"type\":\"text\",\"text\":[]}", "text");
    message(cases, "text too long", text("x".repeat(65_537)), "text");
    message(cases, "text with U+0000", text("a\\u0000b"), "text");
    message(cases, "text with half a pair", text("a\\ud800b"), "text");
    message(cases, "unknown field", "{" + VALID + ",\"txt\":\"x\"}", "txt");
    message(cases, "mentions of wrong type", "{" + VALID + ",\"mentions\":\"x\"}", "mentions");
    message(cases, "mention of wrong type", "{" + VALID + ",\"mentions\":[1]}", "mentions[0]");
    message(cases, "mention is no jid", "{" + VALID + ",\"mentions\":[\"x\"]}", "mentions[0]");
    message(cases, "metadata of wrong type", "{" + VALID + ",\"metadata\":[]}", "metadata");
    message(cases, "metadata value", "{" + VALID + ",\"metadata\":{\"a\":1}}", "metadata.a");
    message(cases, "queue of wrong type", "{" + VALID + ",\"queue\":\"yes\"}", "queue");
    message(
        cases, "quoted unknown", "{" + VALID + ",\"quotedMessageId\":\"x\"}", "quotedMessageId");
    message(cases, "viewOnce not served", "{" + VALID + ",\"viewOnce\":true}", "viewOnce");
    add(
        cases,
        "image not served",
        "POST",
        "/api/v1/messages",
        "{" + VALID_TO + ",\"type\":\"image\"}",
        422,
        "not-supported",
        "");
    malformed(cases, "not JSON", "hello");
    malformed(cases, "broken off", "{\"to\":");
    malformed(cases, "two documents", "{} {}");
    malformed(cases, "a list", "[]");
    malformed(cases, "a name twice", "{\"to\":\"a\",\"to\":\"b\"}");
    malformed(cases, "too deep", "{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}");
    malformed(cases, "nothing", "");
    add(
        cases,
        "wait unknown",
        "POST",
        "/api/v1/messages?wait=forever",
        "{" + VALID + "}",
        422,
        "invalid-request",
        "wait");
    add(
        cases,
        "timeout no duration",
        "POST",
        "/api/v1/messages?timeout=soon",
        "{" + VALID + "}",
        422,
        "invalid-request",
        "timeout");
    add(
        cases,
        "timeout too long",
        "POST",
        "/api/v1/messages?timeout=PT1H",
        "{" + VALID + "}",
        422,
        "invalid-request",
        "timeout");
    add(
        cases,
        "parameter unknown",
        "POST",
        "/api/v1/messages?wiat=sent",
        "{" + VALID + "}",
        422,
        "invalid-request",
        "wiat");
    add(
        cases,
        "parameter twice",
        "POST",
        "/api/v1/messages?wait=sent&wait=none",
        "{" + VALID + "}",
        422,
        "invalid-request",
        "wait");
    add(
        cases,
        "body too large",
        "POST",
        "/api/v1/messages",
        "x".repeat(ApiFixture.BODY_LIMIT + 1),
        413,
        "body-too-large",
        "");
    get(cases, "limit 0", "/api/v1/messages?limit=0", "limit");
    get(cases, "limit 201", "/api/v1/messages?limit=201", "limit");
    get(cases, "limit no number", "/api/v1/chats?limit=many", "limit");
    get(cases, "empty cursor", "/api/v1/chats?cursor=", "cursor");
    get(cases, "status unknown", "/api/v1/messages?status=lost", "status");
    get(cases, "direction unknown", "/api/v1/messages?direction=up", "direction");
    get(cases, "time unreadable", "/api/v1/messages?from=yesterday", "from");
    get(cases, "chat unreadable", "/api/v1/messages?chat=x", "chat");
    get(cases, "chat id unreadable", "/api/v1/chats/x/messages", "chatId");
    get(cases, "event unknown", "/api/v1/events?after=0&events=message.lost", "events");
    get(cases, "after negative", "/api/v1/events?after=-1", "after");
    get(cases, "scale too large", "/api/v1/session/qr?scale=1000", "scale");
    add(
        cases,
        "phone number missing",
        "POST",
        "/api/v1/session/pairing-code",
        "{}",
        422,
        "invalid-request",
        "phoneNumber");
    add(
        cases,
        "phone number unreadable",
        "POST",
        "/api/v1/session/pairing-code",
        "{\"phoneNumber\":\"me\"}",
        422,
        "invalid-request",
        "phoneNumber");
    add(
        cases,
        "unknown field of log-out",
        "POST",
        "/api/v1/session/logout",
        "{\"force\":true}",
        422,
        "invalid-request",
        "force");
    add(cases, "no such message", "GET", "/api/v1/messages/none", "", 404, "not-found", "");
    add(cases, "no such chat", "GET", "/api/v1/chats/4915112345678", "", 404, "not-found", "");
    add(cases, "no such path", "GET", "/api/v1/mesages", "", 404, "not-found", "");
    add(cases, "no such method", "PUT", "/api/v1/messages", "{}", 405, "method-not-allowed", "");
    add(cases, "no WebSocket", "GET", "/api/v1/events/ws", "", 400, "websocket-required", "");
    return cases.stream();
  }

  private static String to(String to) {
    return "{\"to\":\"" + to + "\",\"type\":\"text\",\"text\":\"x\"}";
  }

  private static String text(String text) {
    return "{" + VALID_TO + ",\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static void message(List<Case> cases, String name, String body, String field) {
    add(cases, name, "POST", "/api/v1/messages", body, 422, "invalid-request", field);
  }

  private static void malformed(List<Case> cases, String name, String body) {
    add(cases, name, "POST", "/api/v1/messages", body, 400, "malformed-request", "");
  }

  private static void get(List<Case> cases, String name, String path, String field) {
    add(cases, name, "GET", path, "", 422, "invalid-request", field);
  }

  private static void add(
      List<Case> cases,
      String name,
      String method,
      String path,
      String body,
      int status,
      String code,
      String field) {
    cases.add(new Case(name, method, path, body, status, code, field));
  }

  @BeforeAll
  void showQr() {
    api.client.snapshot = FakeClient.showingQr(FakeClient.NOW.plusSeconds(20));
  }

  @AfterAll
  void end() throws Exception {
    api.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedByNameAndStoresNothing(Case wrong) throws Exception {
    HttpRequest.Builder request = api.request(wrong.path());
    if (wrong.method().equals("GET")) {
      request.GET();
    } else {
      request
          .header("Content-Type", "application/json")
          .method(wrong.method(), HttpRequest.BodyPublishers.ofString(wrong.body()));
    }

    ApiFixture.Answer answer = api.send(request.build());

    assertProblem(answer, wrong.status(), wrong.code());
    if (!wrong.field().isEmpty()) {
      assertThat(answer.json().path("errors").findValuesAsText("field")).contains(wrong.field());
    }
    assertThat(answer.json().path("errors").findValuesAsText("message")).doesNotContain("");
    assertNothingStored();
  }

  @Test
  void refusesRequestsWithoutAKnownKey() throws Exception {
    for (String[] headers :
        List.of(
            new String[] {"Authorization", "Bearer wrong-key-0000000000"},
            new String[] {"Authorization", "Basic " + ApiFixture.ADMIN},
            new String[] {"Authorization", ""},
            new String[] {"Authorization", "", "X-API-Key", "wrong-key-0000000000"})) {
      ApiFixture.Answer answer = api.post("/api/v1/messages", "{" + VALID + "}", headers);
      assertProblem(answer, 401, "unauthorized");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
    assertProblem(api.get("/api/v1/nowhere", "Authorization", ""), 401, "unauthorized");
    assertNothingStored();
  }

  @Test
  void takesTheKeyInEitherHeader() throws Exception {
    assertThat(
            api.get("/api/v1/session", "Authorization", "", "X-API-Key", ApiFixture.ADMIN).status())
        .isEqualTo(200);
    assertThat(api.get("/api/v1/session", "Authorization", "bearer " + ApiFixture.READER).status())
        .isEqualTo(200);
  }

  @Test
  void refusesWhatTheKeyMayNotDo() throws Exception {
    String[] reader = {"Authorization", "Bearer " + ApiFixture.READER};

    assertProblem(api.post("/api/v1/messages", "{" + VALID + "}", reader), 403, "forbidden");
    assertProblem(api.post("/api/v1/session/logout", "", reader), 403, "forbidden");
    assertNothingStored();
    assertThat(api.client.loggedOut).hasValue(0);
  }

  @Test
  void refusesOtherContentTypes() throws Exception {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx")) {
      ApiFixture.Answer answer =
          api.send(
              api.request("/api/v1/messages")
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("{" + VALID + "}"))
                  .build());
      assertProblem(answer, 415, "unsupported-media-type");
    }
    assertNothingStored();
  }

  @Test
  void refusesAnEndlessBodyAtItsLimit() throws Exception {
    ApiFixture.Answer answer =
        api.send(
            api.request("/api/v1/messages")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(
                            " ".repeat(ApiFixture.BODY_LIMIT + 100))))
                .build());

    assertProblem(answer, 413, "body-too-large");
    assertNothingStored();
  }

  @Test
  void refusesAnIdempotencyKeyWithSpaces() throws Exception {
    ApiFixture.Answer answer =
        api.post("/api/v1/messages", "{" + VALID + "}", "Idempotency-Key", "two words");

    assertProblem(answer, 422, "invalid-request");
    assertNothingStored();
  }

  private static void assertProblem(ApiFixture.Answer answer, int status, String code) {
    assertThat(answer.status())
        .as("%s", new String(answer.response().body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    JsonNode problem = answer.json();
    assertThat(problem.path("type").asText()).isEqualTo("https://kubezap.dev/problems/" + code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).endsWith(".");
  }

  private void assertNothingStored() {
    assertThat(api.client.accepted).isEmpty();
    assertThat(api.faults()).isEmpty();
  }
}
