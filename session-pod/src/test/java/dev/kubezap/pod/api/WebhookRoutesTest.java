package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRoutesTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void listsWebhooksWithoutTheirSecrets() throws Exception {
    ApiFixture.Answer answer = api.get("/api/v1/webhooks");

    assertThat(answer.json().at("/items/0/url").asText()).isEqualTo("https://shop.example:8443");
    assertThat(answer.json().at("/items/0/signed").asBoolean()).isTrue();
    assertThat(new String(answer.response().body(), StandardCharsets.UTF_8))
        .doesNotContain("secret");
  }

  @Test
  void makesChangesAndRemovesOne() throws Exception {
    String body =
        """
        {"url": "https://shop.example/hidden", "events": ["message.received"],
         "headers": {"X-Token": "hidden"}, "signingKeys": ["hidden"]}
        """;
    ApiFixture.Answer made = api.put("/api/v1/webhooks/orders", body);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("name").asText()).isEqualTo("orders");
    assertThat(made.json().path("signed").asBoolean()).isTrue();
    assertThat(made.json().path("declared").asBoolean()).isFalse();
    assertThat(api.put("/api/v1/webhooks/orders", body).status()).isEqualTo(200);
    ApiFixture.Answer listed = api.get("/api/v1/webhooks");
    assertThat(listed.json().findValuesAsText("name")).containsExactly("shop", "orders");
    assertThat(listed.json().findValuesAsText("declared")).containsExactly("true", "false");
    for (ApiFixture.Answer answer : List.of(made, listed)) {
      assertThat(new String(answer.response().body(), StandardCharsets.UTF_8))
          .doesNotContain("hidden");
    }

    assertThat(api.delete("/api/v1/webhooks/orders").status()).isEqualTo(204);
    assertThat(api.delete("/api/v1/webhooks/orders").status()).isEqualTo(404);
  }

  @Test
  void saysWhyNoneIsMadeNow() throws Exception {
    api.webhooks.refuses = Optional.of(WebhookChange.STANDBY);
    ApiFixture.Answer standby =
        api.put("/api/v1/webhooks/orders", "{\"url\":\"https://a.example\"}");
    assertThat(standby.status()).isEqualTo(503);
    assertThat(standby.header("Retry-After")).isNotEmpty();

    api.webhooks.refuses = Optional.of(WebhookChange.TOO_MANY);
    ApiFixture.Answer many = api.put("/api/v1/webhooks/orders", "{\"url\":\"https://a.example\"}");
    assertThat(many.status()).isEqualTo(409);
    assertThat(many.json().path("code").asText()).isEqualTo("too-many-webhooks");
  }

  @Test
  void refusesAPortThatThereIsNot() throws Exception {
    ApiFixture.Answer refused =
        api.put("/api/v1/webhooks/orders", "{\"url\":\"https://shop.example:84430/hooks\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().toString()).contains("url").contains("port from 1 to 65535");
    assertThat(api.webhooks.made).isEmpty();
  }

  @Test
  void listsWhatWasGivenUp() throws Exception {
    assertThat(api.get("/api/v1/webhooks/shop/deliveries").json().path("items")).isEmpty();
    assertThat(
            api.get("/api/v1/webhooks/shop/deliveries?state=dead")
                .json()
                .at("/items/0/lastStatus")
                .asInt())
        .isEqualTo(503);
    assertThat(api.get("/api/v1/webhooks/none/deliveries").status()).isEqualTo(404);
  }

  @Test
  void listsPagesAndDiscardsWhatWasGivenUp() throws Exception {
    ApiFixture.Answer first = api.get("/api/v1/webhooks/shop/deliveries?state=dead&limit=1");
    assertThat(first.json().path("items").findValuesAsText("eventId")).containsExactly("event-7");
    assertThat(first.json().at("/items/0/event").asText()).isEqualTo("message.received");
    assertThat(first.json().path("nextCursor").asText()).isEqualTo("7");
    ApiFixture.Answer second =
        api.get("/api/v1/webhooks/shop/deliveries?state=dead&limit=1&cursor=7");
    assertThat(second.json().path("items").findValuesAsText("sequence")).containsExactly("9");
    assertThat(second.json().has("nextCursor")).isFalse();

    ApiFixture.Answer one = api.delete("/api/v1/webhooks/shop/deliveries?state=dead&sequence=7");
    assertThat(one.status()).isEqualTo(200);
    assertThat(one.json().path("count").asInt()).isEqualTo(1);
    assertThat(api.delete("/api/v1/webhooks/shop/deliveries?state=dead").json().path("count"))
        .hasToString("2");
    assertThat(api.webhooks.discarded).containsExactly(7L, 7L, 9L);
    api.webhooks.answer = OptionalInt.empty();
    assertThat(api.delete("/api/v1/webhooks/shop/deliveries?state=dead").status()).isEqualTo(503);
  }

  @Test
  void takesHowPatientDeliveriesAreToBe() throws Exception {
    String body =
        """
        {"url": "https://shop.example/", "timeout": "PT5S", "retry": {"forHours": 4}, "maxAttempts": 5}
        """;
    ApiFixture.Answer made = api.put("/api/v1/webhooks/orders", body);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("timeout").asText()).isEqualTo("PT5S");
    assertThat(made.json().at("/retry/forHours").asInt()).isEqualTo(4);
    assertThat(made.json().path("maxAttempts").asInt()).isEqualTo(5);
  }

  @Test
  void triesAWebhookWithAnyEventAndAddress() throws Exception {
    ApiFixture.Answer usual = api.post("/api/v1/webhooks/shop/test", "");
    assertThat(usual.json().path("status").asInt()).isEqualTo(503);
    api.post(
        "/api/v1/webhooks/shop/test",
        "{\"url\":\"https://other.example/a\",\"event\":\"message.received\"}");
    assertThat(api.webhooks.delivered)
        .containsExactly(
            "nobody webhook.test {\"test\":true} its own",
            "nobody message.received {\"test\":true} https://other.example/a");
    assertThat(api.post("/api/v1/webhooks/none/test", "").status()).isEqualTo(404);
  }

  @Test
  void deliversAnEventOfTheCallers() throws Exception {
    ApiFixture.Answer sent =
        api.post(
            "/api/v1/webhooks/deliver",
            "{\"url\":\"https://a.example/\",\"event\":\"order.paid\",\"data\":{\"id\":7},"
                + "\"webhook\":\"shop\"}");
    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.json().path("id").asText()).isEqualTo("event-of-a-test");
    assertThat(api.webhooks.delivered)
        .containsExactly("shop order.paid {\"id\":7} https://a.example/");
  }

  @Test
  void deliversAgain() throws Exception {
    ApiFixture.Answer byId = api.post("/api/v1/webhooks/shop/replay", "{\"ids\":[\"a\",\"b\"]}");
    assertThat(byId.status()).isEqualTo(202);
    assertThat(byId.json().path("count").asInt()).isEqualTo(2);
    api.post(
        "/api/v1/webhooks/shop/replay",
        "{\"from\":\"2026-11-21T00:00:00Z\",\"to\":\"2026-11-21T01:00:00+01:00\"}");

    assertThat(api.webhooks.replayed)
        .containsExactly("a", "b", "2026-11-21T00:00:00Z/2026-11-21T00:00:00Z");

    api.webhooks.answer = OptionalInt.empty();
    assertThat(api.post("/api/v1/webhooks/shop/replay", "{\"ids\":[\"a\"]}").status())
        .isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"from\":\"2026-11-21T00:00:00Z\"}",
        "{\"ids\":[\"a\"],\"from\":\"2026-11-21T00:00:00Z\"}",
        "{\"from\":\"yesterday\",\"to\":\"today\"}",
        "{\"ids\":\"a\"}",
        "{\"ids\":[\"a\"],\"all\":true}"
      })
  void refusesAnUnclearReplay(String body) throws Exception {
    assertThat(api.post("/api/v1/webhooks/shop/replay", body).status()).isEqualTo(422);
    assertThat(api.webhooks.replayed).isEmpty();
  }
}
