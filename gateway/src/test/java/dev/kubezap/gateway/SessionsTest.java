package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers do with sessions. */
@QuarkusTest
@TestProfile(RunningGateway.Variables.class)
@WithKubernetesTestServer
class SessionsTest extends RunningGateway {
  @Test
  void aSessionIsMadeOfADisplayNameAndOpenedByItsKey() throws Exception {
    HttpResponse<String> made =
        send(
            "POST",
            "/api/v1/sessions",
            FLEET,
            """
            {"displayName": "Süd-Support  №1", "metadata": {"tenant id": "42 ä"}, "phoneNumber": "+4915112345678",
             "webhooks": [{"url": "https://shop.example/hooks", "events": ["message.received"], "headers": {"X-T": "1"}}]}
            """);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location"))
        .hasValue("/api/v1/sessions/shop/sud-support-1");
    JsonNode session = json(made);
    assertThat(session.path("id").asText()).isEqualTo("shop/sud-support-1");
    assertThat(session.path("phase").asText()).isEqualTo("Pending");
    assertThat(session.at("/metadata/tenant id").asText()).isEqualTo("42 ä");
    assertThat(session.at("/links/qr").asText())
        .isEqualTo("/api/v1/sessions/shop/sud-support-1/qr");
    String key = session.path("apiKey").asText();
    assertThat(key).matches("kubezap_[-_A-Za-z0-9]{43}");

    WhatsAppSession resource = resource("shop", "sud-support-1");
    assertThat(session.path("displayName").asText()).isEqualTo("Süd-Support  №1");
    // The resource's field names the device, which has a form of its own.
    assertThat(resource.getSpec().displayName()).isNull();
    assertThat(resource.getSpec().apiKeys()).hasSize(1);
    assertThat(resource.toString()).doesNotContain(key);

    run(resource);
    assertThat(send("GET", "/api/v1/session", key, "").body()).isEqualTo("length 0");
    assertThat(pod.last().headers()).containsEntry("x-api-key", key);
    assertThat(send("GET", "/api/v1/sessions/shop/sud-support-1", key, "").statusCode())
        .isEqualTo(200);
    assertThat(send("POST", "/api/v1/sessions", key, "{}").statusCode()).isEqualTo(403);
  }

  @Test
  void aNameThatIsTakenIsRefusedAndOneThatWasMadeIsTold() throws Exception {
    assertThat(make("{\"name\": \"support\"}").statusCode()).isEqualTo(201);
    HttpResponse<String> again = make("{\"name\": \"support\"}");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).path("code").asText()).isEqualTo("name-taken");
    assertThat(json(make("{\"displayName\": \"Support\"}")).path("name").asText())
        .matches("support-[a-z0-9]{6}");
    assertThat(json(make("{\"displayName\": \"支持\"}")).path("name").asText())
        .matches("session-[a-z0-9]{6}");
  }

  @Test
  void theAnswerWaitsForTheQr() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        http.sendAsync(
            request("POST", "/api/v1/sessions?wait=qr&timeout=20", FLEET, "{\"name\": \"waits\"}"),
            HttpResponse.BodyHandlers.ofString());
    await().until(() -> find("shop", "waits") != null);
    report(resource("shop", "waits"), "AwaitingPairing", "2@qr-text");
    HttpResponse<String> made = waiting.get(20, TimeUnit.SECONDS);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).at("/qr/text").asText()).isEqualTo("2@qr-text");

    HttpResponse<String> late =
        send("POST", "/api/v1/sessions?wait=connected&timeout=0", FLEET, "");
    assertThat(late.statusCode()).isEqualTo(202);
    assertThat(json(late).path("apiKey").asText()).startsWith("kubezap_");
  }

  @Test
  void sessionsAreListedFilteredAndPaged() throws Exception {
    make("{\"name\": \"a\", \"metadata\": {\"team\": \"Blue\"}}");
    make("{\"name\": \"b\"}");
    make("{\"namespace\": \"bank\", \"name\": \"c\"}");
    report(resource("shop", "b"), "Connected", null);
    await().until(() -> ids("?phase=connected", FLEET).equals(List.of("shop/b")));
    assertThat(ids("", FLEET)).containsExactly("bank/c", "shop/a", "shop/b");
    assertThat(ids("", READER)).containsExactly("shop/a", "shop/b");
    assertThat(ids("?q=bLUE", FLEET)).containsExactly("shop/a");
    assertThat(ids("?namespace=bank", FLEET)).containsExactly("bank/c");
    JsonNode first = json(send("GET", "/api/v1/sessions?limit=2", FLEET, ""));
    assertThat(first.path("total").asInt()).isEqualTo(3);
    JsonNode rest =
        json(
            send(
                "GET",
                "/api/v1/sessions?limit=2&cursor=" + first.path("nextCursor").asText(),
                FLEET,
                ""));
    assertThat(rest.at("/items/0/id").asText()).isEqualTo("shop/b");
    assertThat(rest.has("nextCursor")).isFalse();
  }

  @Test
  void aSessionIsChangedStoppedAskedAndDeleted() throws Exception {
    make("{\"name\": \"s\", \"metadata\": {\"a\": \"1\", \"b\": \"2\"}}");
    JsonNode changed =
        json(
            send(
                "PATCH",
                "/api/v1/sessions/shop/s",
                FLEET,
                "{\"displayName\": \"New\", \"metadata\": {\"a\": null, \"c\": \"3\"}, \"className\": \"small\","
                    + " \"behaviour\": {\"markOnline\": false}}"));
    assertThat(changed.path("className").asText()).isEqualTo("small");
    assertThat(changed.path("behaviour")).isEqualTo(JSON.readTree("{\"markOnline\": false}"));
    assertThat(changed.path("displayName").asText()).isEqualTo("New");
    assertThat(changed.path("metadata")).isEqualTo(JSON.readTree("{\"b\": \"2\", \"c\": \"3\"}"));
    assertThat(send("POST", "/api/v1/sessions/shop/s/stop", FLEET, "").statusCode()).isEqualTo(202);
    assertThat(resource("shop", "s").getSpec().suspend()).isTrue();
    HttpResponse<String> stopped = send("POST", "/api/v1/sessions/shop/s/restart", FLEET, "");
    assertThat(stopped.statusCode()).isEqualTo(409);
    assertThat(json(stopped).path("code").asText()).isEqualTo("session-stopped");
    await()
        .until(
            () -> send("GET", "/api/v1/sessions/shop/s/messages", FLEET, "").statusCode() == 409);
    send("POST", "/api/v1/sessions/shop/s/start", FLEET, "");
    assertThat(resource("shop", "s").getSpec().suspend()).isFalse();
    for (String action : List.of("restart", "reconnect", "logout", "repair")) {
      assertThat(send("POST", "/api/v1/sessions/shop/s/" + action, FLEET, "").statusCode())
          .isEqualTo(202);
    }
    assertThat(resource("shop", "s").getMetadata().getAnnotations())
        .containsKeys(
            "kubezap.dev/restart",
            "kubezap.dev/reconnect",
            "kubezap.dev/log-out",
            "kubezap.dev/re-pair");
    assertThat(send("DELETE", "/api/v1/sessions/shop/s?data=keep", READER, "").statusCode())
        .isEqualTo(403);
    assertThat(send("DELETE", "/api/v1/sessions/shop/s?data=keep", FLEET, "").statusCode())
        .isEqualTo(202);
    await().until(() -> send("GET", "/api/v1/sessions/shop/s", FLEET, "").statusCode() == 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST   | /api/v1/sessions               | {                          | 400 | malformed-request  |
          POST   | /api/v1/sessions               | []                         | 400 | malformed-request  |
          POST   | /api/v1/sessions               | null                       | 400 | malformed-request  |
          POST   | /api/v1/sessions               | {"label": "x"}             | 422 | invalid-request    | label
          POST   | /api/v1/sessions               | {"displayName": 5}         | 422 | invalid-request    | displayName
          POST   | /api/v1/sessions               | {"start": "no"}            | 422 | invalid-request    | start
          POST   | /api/v1/sessions               | {"behaviour": {"x": 1}}    | 422 | invalid-request    | behaviour.x
          POST   | /api/v1/sessions               | {"behaviour": 7}           | 422 | invalid-request    | behaviour
          POST   | /api/v1/sessions               | {"className": 7}           | 422 | invalid-request    | className
          POST   | /api/v1/sessions               | {"name": "Has Blanks"}     | 422 | invalid-request    | name
          POST   | /api/v1/sessions               | {"namespace": "a.b"}       | 422 | invalid-request    | namespace
          POST   | /api/v1/sessions               | {"webhooks": [{"url": 1}]} | 422 | invalid-request    | webhooks[0].url
          POST   | /api/v1/sessions?wait=ever     | {}                         | 422 | invalid-request    | wait
          POST   | /api/v1/sessions?timeout=1h    | {}                         | 422 | invalid-request    | timeout
          POST   | /api/v1/sessions?timeout=PT6M  | {}                         | 422 | invalid-request    | timeout
          GET    | /api/v1/sessions?limit=0       |                            | 422 | invalid-request    | limit
          GET    | /api/v1/sessions?page=2        |                            | 422 | invalid-request    | page
          GET    | /api/v1/sessions?cursor=!      |                            | 422 | invalid-request    | cursor
          GET    | /api/v1/sessions/shop/none     |                            | 404 | not-found          |
          GET    | /api/v1/sessions/shop/A        |                            | 404 | not-found          |
          GET    | /api/v1/sessions/shop          |                            | 404 | not-found          |
          PUT    | /api/v1/sessions               | {}                         | 405 | method-not-allowed |
          DELETE | /api/v1/sessions/shop/none     |                            | 404 | not-found          |
          GET    | /api/v1/messages               |                            | 404 | not-found          |
          """)
  void whatIsWrongIsNamed(
      String method,
      String path,
      @Nullable String body,
      int status,
      String code,
      @Nullable String field)
      throws Exception {
    HttpResponse<String> answer = send(method, path, FLEET, body == null ? "" : body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("type").asText()).isEqualTo("https://kubezap.dev/problems/" + code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.at("/errors/0/field").asText()).isEqualTo(field == null ? "" : field);
  }

  @Test
  void thereAreNotMoreSessionsThanThereMayBe() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(make("{\"name\": \"s" + i + "\"}").statusCode()).isEqualTo(201);
    }
    HttpResponse<String> refused = make("{}");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(json(refused).path("code").asText()).isEqualTo("capacity");
  }
}
