package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a request: a problem document that names it, and nothing stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String VALID = BadInputCases.VALID;

  @AutoClose private final ApiFixture api = new ApiFixture();

  @BeforeAll
  void showQr() {
    api.client.snapshot = FakeClient.showingQr(FakeClient.NOW.plusSeconds(20));
  }

  @ParameterizedTest
  @MethodSource("dev.kubezap.pod.api.BadInputCases#all")
  void isRefusedByNameAndStoresNothing(BadInputCases.Case wrong) throws Exception {
    HttpRequest.Builder request = api.request(wrong.path());
    if (List.of("GET", "DELETE").contains(wrong.method())) {
      request.method(wrong.method(), HttpRequest.BodyPublishers.noBody());
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
  void takesATokenThatSomebodyVouchesFor() throws Exception {
    String[] token = {"Authorization", "Bearer " + ApiFixture.TOKEN};
    assertThat(api.get("/api/v1/session", token).status()).isEqualTo(200);
    assertProblem(api.post("/api/v1/messages", "{" + VALID + "}", token), 403, "forbidden");
    for (String other : List.of(ApiFixture.TOKEN + "x", "eyJ." + "x".repeat(5000), "eyJ.")) {
      assertProblem(
          api.get("/api/v1/session", "Authorization", "Bearer " + other), 401, "unauthorized");
    }
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
    assertThat(api.webhooks.made).isEmpty();
    assertThat(api.faults()).isEmpty();
  }
}
