package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.contact.CheckNumbers;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NumberRoutesTest {
  private static final Jid ADA = Jid.phoneNumber("4915112345678");
  private static final Jid ADA_LID = Jid.lid("100200300");
  private static final String TWO =
      "{\"phoneNumbers\":[\"+4915112345678\",\"4915187654321\",\"4915112345678@s.whatsapp.net\"]}";

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void saysOfEachNumberWhetherItIsThere() throws Exception {
    api.client.services =
        _ ->
            new ServiceAnswer.Given<>(
                new CheckNumbers.Checked(
                    List.of(
                        new CheckNumbers.Account(
                            "4915112345678", true, Optional.of(ADA), Optional.of(ADA_LID)),
                        new CheckNumbers.Account(
                            "4915187654321", false, Optional.empty(), Optional.empty()))));

    ApiFixture.Answer answer = api.post("/api/v1/contacts/check", TWO);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"items\":["
                + "{\"phoneNumber\":\"+4915112345678\",\"exists\":true,"
                + "\"id\":\"4915112345678@s.whatsapp.net\",\"lid\":\"100200300@lid\"},"
                + "{\"phoneNumber\":\"4915187654321\",\"exists\":false},"
                + "{\"phoneNumber\":\"4915112345678@s.whatsapp.net\",\"exists\":true,"
                + "\"id\":\"4915112345678@s.whatsapp.net\",\"lid\":\"100200300@lid\"}]}");
    assertThat(api.client.requests)
        .containsExactly(new CheckNumbers.Of(List.of("4915112345678", "4915187654321")));
  }

  @Test
  void saysWhyItDoesNotKnow() throws Exception {
    ApiFixture.Answer away = api.post("/api/v1/contacts/check", TWO);
    assertThat(away.status()).isEqualTo(409);
    assertThat(away.json().path("code").asText()).isEqualTo("not-connected");

    api.client.services = _ -> new ServiceAnswer.Refused<>(429, Duration.ofSeconds(90));
    ApiFixture.Answer limited = api.post("/api/v1/contacts/check", TWO);
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.header("Retry-After")).isEqualTo("90");

    api.client.services = _ -> new ServiceAnswer.Refused<>(500, Duration.ZERO);
    assertThat(api.post("/api/v1/contacts/check", TWO).status()).isEqualTo(502);

    api.client.services = _ -> new ServiceAnswer.Refused<>(401, Duration.ZERO);
    ApiFixture.Answer refused = api.post("/api/v1/contacts/check", TWO);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("whatsappCode").asInt()).isEqualTo(401);

    api.client.services = _ -> new ServiceAnswer.Unanswered<>();
    assertThat(api.post("/api/v1/contacts/check", TWO).status()).isEqualTo(503);
  }

  @Test
  void tellsBothNamesOfAnAccount() throws Exception {
    api.client.services =
        _ -> new ServiceAnswer.Given<>(new AccountNames(Optional.of(ADA), Optional.of(ADA_LID)));

    assertThat(api.get("/api/v1/lids/100200300@lid").json().toString())
        .isEqualTo(
            "{\"id\":\"4915112345678@s.whatsapp.net\",\"lid\":\"100200300@lid\",\"phoneNumber\":\"+4915112345678\"}");
    assertThat(api.client.requests).containsExactly(new FindNames.Of(ADA_LID));

    api.client.services = _ -> new ServiceAnswer.Impossible<>("lid-unknown", "It is not known.");
    ApiFixture.Answer unknown = api.get("/api/v1/lids/100200300@lid");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("code").asText()).isEqualTo("lid-unknown");
  }
}
