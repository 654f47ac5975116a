package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.call.ListCalls;
import dev.kubezap.whatsapp.call.RejectCall;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CallRoutesTest {
  private static final Jid ADA = Jid.phoneNumber("4915112345678");
  private static final Call CALL =
      new Call(
          "C1",
          ADA,
          ADA,
          false,
          true,
          Call.State.MISSED,
          FakeClient.NOW,
          Optional.of(FakeClient.NOW.plusSeconds(20)),
          Optional.of(Duration.ofMillis(150)),
          false);

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void listsByStateAndKind() throws Exception {
    String place = "8236277799999/C1";
    api.client.services =
        _ -> new ServiceAnswer.Given<>(new ListCalls.Found(List.of(CALL), Optional.of(place)));
    var json = api.get("/api/v1/calls?state=missed&video=true&limit=1").json();
    assertThat(json.path("items").get(0).toString())
        .isEqualTo(
            "{\"id\":\"C1\",\"chatId\":\"4915112345678@s.whatsapp.net\",\"from\":\"4915112345678@s.whatsapp.net\","
                + "\"group\":false,\"video\":true,\"state\":\"missed\",\"at\":\"2026-11-21T09:30:00Z\","
                + "\"endedAt\":\"2026-11-21T09:30:20Z\",\"latencyMs\":150,\"offline\":false}");
    assertThat(api.get("/api/v1/calls?cursor=" + json.path("nextCursor").asText()).status())
        .isEqualTo(200);
    assertThat(api.client.requests)
        .containsExactly(
            new ListCalls.Page("", 1, Optional.of(Call.State.MISSED), Optional.of(true)),
            new ListCalls.Page(place, 50, Optional.empty(), Optional.empty()));
  }

  @Test
  void refusesOneThatRings() throws Exception {
    api.client.services = _ -> new ServiceAnswer.Given<>(new Done());
    assertThat(api.post("/api/v1/calls/C1/reject", "{}").status()).isEqualTo(204);
    assertThat(api.client.requests).containsExactly(new RejectCall.Of("C1"));

    api.client.services = _ -> new ServiceAnswer.Impossible<>("call-over", "It is over.");
    assertThat(api.post("/api/v1/calls/C1/reject", "{}").status()).isEqualTo(409);
    api.client.services = _ -> new ServiceAnswer.Impossible<>("not-found", "There is none.");
    assertThat(api.post("/api/v1/calls/C1/reject", "{}").status()).isEqualTo(404);
  }
}
