package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Alertmanager, Grafana and others post. */
class ReceiverRoutesTest {
  private static final String TO = "?to=%2B4915112345678";
  private static final String ALERT =
      """
      {"commonLabels":{"alertname":"DiskFull"},
       "alerts":[{"status":"firing","labels":{"alertname":"DiskFull"},"startsAt":"2026-11-24T10:00:00Z"}]}
      """;

  @AutoClose private final ApiFixture api = new ApiFixture();

  private SendRequest sent() {
    return api.client.accepted.getLast();
  }

  private String text() {
    return ((TextContent) sent().content()).text();
  }

  private String key() {
    return sent().idempotency().orElseThrow().key();
  }

  @Test
  void sendsAnAlertAndTheSameAgainUnderTheSameKey() throws Exception {
    ApiFixture.Answer answer = api.post("/api/v1/receivers/alertmanager" + TO, ALERT);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("chatId").asText()).isEqualTo("4915112345678@s.whatsapp.net");
    assertThat(sent().to()).isEqualTo(Jid.of("4915112345678@s.whatsapp.net"));
    assertThat(text()).isEqualTo("*FIRING: DiskFull*");
    // 2026-11-21T09:30:00Z is in the 5,984,178th span of five minutes since 1970.
    assertThat(key()).matches("receiver-5984178-[0-9a-f]{64}");
    String first = key();

    api.post("/api/v1/receivers/alertmanager" + TO, ALERT);
    assertThat(key()).isEqualTo(first);
    api.post("/api/v1/receivers/alertmanager" + TO, ALERT.replace("10:00:00", "11:00:00"));
    assertThat(key()).isNotEqualTo(first);
    api.post("/api/v1/receivers/alertmanager?to=%2B4915112345679", ALERT);
    assertThat(key()).isNotEqualTo(first);
    api.post("/api/v1/receivers/alertmanager" + TO, ALERT, "Idempotency-Key", "mine");
    assertThat(key()).isEqualTo("mine");
  }

  @Test
  void sendsWhatGrafanaSays() throws Exception {
    assertThat(
            api.post(
                    "/api/v1/receivers/grafana?to=120363001234567890@g.us",
                    "{\"title\":\"CPU\",\"message\":\"91 %\"}")
                .status())
        .isEqualTo(202);

    assertThat(sent().to()).isEqualTo(Jid.of("120363001234567890@g.us"));
    assertThat(text()).isEqualTo("*CPU*\n91 %");
  }

  @Test
  void fillsInATemplate() throws Exception {
    String path = "/api/v1/receivers/json" + TO + "&template=%7B%7Brepo%7D%7D%3A+%7B%7Bstate%7D%7D";

    assertThat(api.post(path, "{\"repo\":\"shop\",\"state\":\"red\"}").status()).isEqualTo(202);
    assertThat(text()).isEqualTo("shop: red");
    assertThat(sent().idempotency()).isEmpty();

    api.post(path, "{\"repo\":\"shop\",\"state\":\"red\"}", "webhook-id", "msg_1");
    assertThat(key()).isEqualTo("msg_1");
  }

  @Test
  void needsTheScopeToSend() throws Exception {
    ApiFixture.Answer answer =
        api.post(
            "/api/v1/receivers/alertmanager" + TO,
            ALERT,
            "Authorization",
            "Bearer " + ApiFixture.READER);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(api.client.accepted).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alertmanager                          | {'alerts':[{}]} | 422 | to",
        "alertmanager?to=nobody                | {'alerts':[{}]} | 422 | to",
        "alertmanager?to=%2B4915112345678&x=1  | {'alerts':[{}]} | 422 | x",
        "alertmanager?to=%2B4915112345678      | {}              | 422 | alerts",
        "grafana?to=%2B4915112345678           | {'title':'x'}   | 422 | alerts",
        "json?to=%2B4915112345678              | {}              | 422 | template",
        "json?to=%2B4915112345678&template=    | {}              | 422 | template",
        "json?to=%2B4915112345678&template=%7B%7B%23a%7D%7D | {}       | 422 | template",
        "json?template=x                       | {}              | 422 | to"
      })
  void saysWhatIsWrong(String path, String body, int status, String field) throws Exception {
    ApiFixture.Answer answer = api.post("/api/v1/receivers/" + path, body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("errors").findValuesAsText("field")).containsExactly(field);
    assertThat(api.client.accepted).isEmpty();
  }
}
