package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.presence.ReadPresence;
import dev.kubezap.whatsapp.presence.ShowPresence;
import dev.kubezap.whatsapp.presence.ShowTyping;
import dev.kubezap.whatsapp.presence.WatchPresence;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PresenceRoutesTest {
  private static final Jid ADA = Jid.phoneNumber("4915112345678");
  private static final String OF_ADA = "/api/v1/contacts/4915112345678/presence";

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void showsWhatTheCallerWants() throws Exception {
    api.client.services = _ -> new ServiceAnswer.Given<>(new Done());

    assertThat(api.put("/api/v1/presence", "{\"state\":\"unavailable\"}").status()).isEqualTo(204);
    assertThat(api.put("/api/v1/presence", "{\"state\":\"available\"}").status()).isEqualTo(204);
    String typing = "/api/v1/chats/4915112345678@s.whatsapp.net/typing";
    assertThat(api.put(typing, "{\"state\":\"recording\"}").status()).isEqualTo(204);
    assertThat(api.put(OF_ADA, "{}").status()).isEqualTo(204);
    assertThat(api.delete(OF_ADA).status()).isEqualTo(204);

    assertThat(api.client.requests)
        .containsExactly(
            new ShowPresence.As(false),
            new ShowPresence.As(true),
            new ShowTyping.In(ADA, ShowTyping.State.RECORDING),
            new WatchPresence.Of(ADA, true),
            new WatchPresence.Of(ADA, false));
  }

  @Test
  void tellsWhatIsKnown() throws Exception {
    api.client.services =
        _ ->
            new ServiceAnswer.Given<>(
                new ReadPresence.Known(
                    ADA,
                    Optional.of(
                        new Presence(
                            Presence.State.UNAVAILABLE,
                            Optional.of(Instant.parse("2026-11-21T09:00:00Z")),
                            FakeClient.NOW))));
    assertThat(api.get(OF_ADA).json().toString())
        .isEqualTo(
            "{\"chatId\":\"4915112345678@s.whatsapp.net\",\"id\":\"4915112345678@s.whatsapp.net\","
                + "\"state\":\"unavailable\",\"lastSeen\":\"2026-11-21T09:00:00Z\",\"at\":\"2026-11-21T09:30:00Z\"}");

    api.client.services = _ -> new ServiceAnswer.Impossible<>("not-watched", "It is not watched.");
    assertThat(api.get(OF_ADA).status()).isEqualTo(404);
  }

  @Test
  void saysWhyItCannotBe() throws Exception {
    assertThat(
            api.put("/api/v1/chats/4915112345678/typing", "{\"state\":\"paused\"}")
                .json()
                .path("code")
                .asText())
        .isEqualTo("not-connected");
    api.client.services = _ -> new ServiceAnswer.Impossible<>("too-many-watched", "Enough.");
    assertThat(api.put(OF_ADA, "{}").status()).isEqualTo(422);
  }
}
