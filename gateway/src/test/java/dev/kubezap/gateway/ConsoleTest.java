package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as browsers get it, and what it asks who its user is. */
@QuarkusTest
@TestProfile(RunningGateway.Variables.class)
@WithKubernetesTestServer
class ConsoleTest extends RunningGateway {

  @ParameterizedTest
  @CsvSource({
    "/console/, text/html; charset=utf-8",
    "/console/index.html, text/html; charset=utf-8",
    "/console/main.js, text/javascript; charset=utf-8",
    "/console/console.css, text/css; charset=utf-8",
    "/console/icon.svg, image/svg+xml"
  })
  void itsFilesNeedNoKeyAndAllowNothingFromElsewhere(String path, String type) throws Exception {
    HttpResponse<String> answer = send("GET", path, "", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                + " media-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types"
                + " 'none'");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(answer.body()).isNotEmpty();
  }

  @Test
  void itsAddressWithoutSlashLeadsToIt() throws Exception {
    HttpResponse<String> answer = send("GET", "/console", "", "");
    assertThat(answer.statusCode()).isEqualTo(308);
    // Below whatever prefix a proxy has.
    assertThat(answer.headers().firstValue("Location")).hasValue("console/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/none.js",
        "/console/../application.properties",
        "/console/%2e%2e/application.properties",
        "/console/main.js/",
        "/consolex"
      })
  void nothingElseIsServed(String path) throws Exception {
    assertThat(send("GET", path, "", "").statusCode()).isIn(400, 404);
  }

  @Test
  void whatIsKnownIsNotSentAgain() throws Exception {
    HttpResponse<String> first = send("GET", "/console/main.js", "", "");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = send("GET", "/console/main.js", "", "", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    HttpResponse<String> head = send("HEAD", "/console/main.js", "", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length"))
        .hasValue(
            Integer.toString(
                first.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
    assertThat(send("POST", "/console/", "", "").statusCode()).isIn(404, 405);
  }

  @Test
  void whoCallsIsToldWhatTheyMayDo() throws Exception {
    JsonNode fleet = json(send("GET", "/api/v1/caller", FLEET, ""));
    assertThat(fleet)
        .isEqualTo(
            JSON.readTree(
                """
                {"name": "key:fleet", "grants": [{"scopes": ["admin"]}], "defaultNamespace": "shop"}
                """));
    JsonNode reader = json(send("GET", "/api/v1/caller", READER, ""));
    assertThat(reader.at("/grants"))
        .isEqualTo(JSON.readTree("[{\"namespaces\": [\"shop\"], \"scopes\": [\"read\"]}]"));

    JsonNode made = json(make("{\"name\": \"who\"}"));
    String key = made.path("apiKey").asText();
    await().until(() -> send("GET", "/api/v1/caller", key, "").statusCode() == 200);
    JsonNode session = json(send("GET", "/api/v1/caller", key, ""));
    assertThat(session.path("session").asText()).isEqualTo("shop/who");
    assertThat(session.at("/grants/0/session").asText()).isEqualTo("shop/who");
    assertThat(session.at("/grants/0/scopes").toString()).isEqualTo("[\"admin\"]");
    assertThat(session.toString()).doesNotContain(key);
  }

  @Test
  void whoIsNotKnownIsRefused() throws Exception {
    assertThat(send("GET", "/api/v1/caller", "", "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/api/v1/caller", "nobodys-key-0123456789", "").statusCode())
        .isEqualTo(401);
    assertThat(send("GET", "/api/v1/caller?x=1", FLEET, "").statusCode()).isEqualTo(422);
    assertThat(send("DELETE", "/api/v1/caller", FLEET, "").statusCode()).isEqualTo(405);
  }
}
