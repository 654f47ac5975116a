package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.pairing.CancelPasskey;
import dev.kubezap.whatsapp.pairing.ConfirmPasskey;
import dev.kubezap.whatsapp.pairing.ProvePasskey;
import dev.kubezap.whatsapp.pairing.ReadPasskey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PasskeyRoutesTest {
  private static final String PATH = "/api/v1/session/passkey";
  private static final Instant LATER = Instant.parse("2026-11-21T09:40:00Z");

  @AutoClose private final ApiFixture api = new ApiFixture();

  private void waitingFor(ReadPasskey.Waiting waiting, Optional<String> code) {
    ReadPasskey.Standing standing =
        new ReadPasskey.Standing(
            waiting, "{\"challenge\":\"AbC\",\"x\":1}", code, Optional.of(LATER));
    api.client.services =
        request ->
            request instanceof ReadPasskey.Wanted
                ? new ServiceAnswer.Given<>(standing)
                : new ServiceAnswer.Given<>(new Done());
  }

  private static String credential(String clientData) {
    return "{\"credential\":{\"id\":\"YWI\",\"rawId\":\"YWI\",\"type\":\"public-key\","
        + "\"authenticatorAttachment\":\"platform\",\"clientExtensionResults\":{\"uvm\":[]},"
        + "\"response\":{\"clientDataJSON\":\""
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(clientData.getBytes(StandardCharsets.UTF_8))
        + "\",\"authenticatorData\":\""
        + "A".repeat(50)
        + "\",\"signature\":\"c2ln\",\"userHandle\":null}}}";
  }

  @Test
  void showsWhatHasToBeSigned() throws Exception {
    waitingFor(ReadPasskey.Waiting.ASSERTION, Optional.empty());
    assertThat(api.get(PATH).json().toString())
        .isEqualTo(
            "{\"waitingFor\":\"assertion\",\"options\":{\"challenge\":\"AbC\",\"x\":1},"
                + "\"expiresAt\":\"2026-11-21T09:40:00Z\"}");
    waitingFor(ReadPasskey.Waiting.CONFIRMATION, Optional.of("ABCD-EFGH"));
    assertThat(api.get(PATH).json().toString())
        .isEqualTo(
            "{\"waitingFor\":\"confirmation\",\"code\":\"ABCD-EFGH\","
                + "\"expiresAt\":\"2026-11-21T09:40:00Z\"}");
  }

  @Test
  void handsOverWhatWasSignedWithoutWhatWhatsAppDoesNotTake() throws Exception {
    waitingFor(ReadPasskey.Waiting.ASSERTION, Optional.empty());
    String signed =
        "{\"type\":\"webauthn.get\",\"challenge\":\"AbC\",\"origin\":\"https://web.whatsapp.com\"}";
    assertThat(api.post(PATH, credential(signed)).status()).isEqualTo(202);
    assertThat(api.client.requests.get(1))
        .isEqualTo(
            new ProvePasskey.With(
                ByteString.copyFromUtf8("ab"),
                "{\"id\":\"YWI\",\"rawId\":\"YWI\",\"type\":\"public-key\",\"response\":{"
                    + "\"clientDataJSON\":\"eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQWJD"
                    + "Iiwib3JpZ2luIjoiaHR0cHM6Ly93ZWIud2hhdHNhcHAuY29tIn0\","
                    + "\"authenticatorData\":\""
                    + "A".repeat(50)
                    + "\",\"signature\":\"c2ln\",\"userHandle\":null}}"));
  }

  @Test
  void saysWhatWhatsAppWouldRefuseWithoutAReason() throws Exception {
    waitingFor(ReadPasskey.Waiting.ASSERTION, Optional.empty());
    for (String wrong :
        new String[] {
          "{\"type\":\"webauthn.create\",\"challenge\":\"AbC\",\"origin\":\"https://web.whatsapp.com\"}",
          "{\"type\":\"webauthn.get\",\"challenge\":\"other\",\"origin\":\"https://web.whatsapp.com\"}",
          "{\"type\":\"webauthn.get\",\"challenge\":\"AbC\",\"origin\":\"https://evilwhatsapp.com\"}",
          "{\"type\":\"webauthn.get\",\"challenge\":\"AbC\",\"origin\":\"http://web.whatsapp.com\"}",
          "no JSON",
        }) {
      ApiFixture.Answer answer = api.post(PATH, credential(wrong));
      assertThat(answer.status()).as(wrong).isEqualTo(422);
      assertThat(answer.json().path("errors").path(0).path("field").asText())
          .isEqualTo("credential.response.clientDataJSON");
    }
    assertThat(api.client.requests).allMatch(ReadPasskey.Wanted.class::isInstance);
  }

  @Test
  void confirmsAndGivesUp() throws Exception {
    waitingFor(ReadPasskey.Waiting.CONFIRMATION, Optional.of("ABCD-EFGH"));
    assertThat(api.post(PATH + "/confirm", "{}").status()).isEqualTo(202);
    assertThat(api.client.requests.getFirst()).isEqualTo(new ConfirmPasskey.Compared());
    assertThat(api.delete(PATH).status()).isEqualTo(202);
    assertThat(api.client.requests).contains(new CancelPasskey.Wanted());
    api.client.services =
        _ -> new ServiceAnswer.Impossible<>("passkey-not-demanded", "There is none.");
    ApiFixture.Answer none = api.delete(PATH);
    assertThat(none.status()).isEqualTo(409);
    assertThat(none.json().path("code").asText()).isEqualTo("passkey-not-demanded");
  }

  @Test
  void thePageIsForEverybodyAndRunsItsOwnScriptOnly() throws Exception {
    ApiFixture.Answer page = api.get("/passkey", "Authorization", "");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    assertThat(new String(page.response().body(), StandardCharsets.UTF_8))
        .contains("passkey/page.js")
        .doesNotContain("onclick");
    assertThat(api.get("/passkey/page.js", "Authorization", "").status()).isEqualTo(200);
    assertThat(api.get("/passkey/page.css", "Authorization", "").status()).isEqualTo(200);
  }
}
