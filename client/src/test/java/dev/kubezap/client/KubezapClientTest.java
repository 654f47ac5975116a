package dev.kubezap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubezap.client.api.MessagesApi;
import dev.kubezap.client.invoker.ApiException;
import dev.kubezap.client.model.SendFile;
import dev.kubezap.client.model.SendImage;
import dev.kubezap.client.model.SendRequest;
import dev.kubezap.client.model.SendText;
import dev.kubezap.client.model.Sent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class KubezapClientTest {
  private static final String SENT = "{\"id\":\"m1\",\"status\":\"later-than-this\",\"new\":true}";

  @AutoClose private final ScriptedServer server;
  @TempDir private Path folder;

  KubezapClientTest() throws IOException {
    server = new ScriptedServer();
  }

  private KubezapClient client(String path) {
    return KubezapClient.of(server.at(path), () -> "secret");
  }

  private static SendRequest text() {
    return new SendRequest(
        new SendText()
            .to("+4915112345678")
            .type(SendText.TypeEnum.TEXT)
            .text("Hello")
            .linkPreview(LinkPreviewRequest.auto()));
  }

  @Test
  void sendsAText() throws Exception {
    server.then(201, SENT);

    Sent sent =
        client("/api/v1")
            .messages()
            .sendMessage(
                MessagesApi.APISendMessageRequest.newBuilder()
                    .sendRequest(text())
                    .idempotencyKey("order-1")
                    .build());

    assertThat(sent.getId()).isEqualTo("m1");
    ScriptedServer.Asked asked = server.asked.get(0);
    assertThat(asked.line()).startsWith("POST /api/v1/messages");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer secret");
    assertThat(asked.header("Idempotency-key")).isEqualTo("order-1");
    assertThat(asked.body())
        .isEqualTo(
            "{\"to\":\"+4915112345678\",\"type\":\"text\",\"text\":\"Hello\",\"linkPreview\":\"auto\"}");
  }

  @Test
  void findsASessionBehindTheGateway() throws Exception {
    server.then(200, "{\"items\":[]}").then(200, "{\"items\":[]}");
    KubezapClient client = client("/api/v1/sessions/team/shop/");

    client.webhooks().listWebhooks();
    client
        .chats()
        .listChatMessages(
            dev.kubezap.client.api.ChatsApi.APIListChatMessagesRequest.newBuilder()
                .chatId("49151@s.whatsapp.net")
                .limit(2)
                .build());

    assertThat(server.asked)
        .extracting(ScriptedServer.Asked::line)
        .containsExactly(
            "GET /api/v1/sessions/team/shop/webhooks",
            "GET /api/v1/sessions/team/shop/chats/49151%40s.whatsapp.net/messages?limit=2");
  }

  @Test
  void saysWhatTheSessionSaysOfARefusal() {
    server.then(
        422, "{\"code\":\"not-on-whatsapp\",\"status\":422,\"detail\":\"No such number.\"}");
    server.then(502, "<html>");
    KubezapClient client = client("/api/v1");

    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> client.session().getSession());
    ApiException elsewhere =
        catchThrowableOfType(ApiException.class, () -> client.session().getSession());

    assertThat(client.problem(refused))
        .hasValueSatisfying(problem -> assertThat(problem.getCode()).isEqualTo("not-on-whatsapp"));
    assertThat(client.problem(elsewhere)).isEmpty();
  }

  @Test
  void sendsAFileAsAForm() throws Exception {
    Path file = Files.write(folder.resolve("a.bin"), new byte[] {1, 2, '\r', '\n', 3});
    server.then(201, SENT).then(413, "{\"code\":\"too-large\"}");
    SendRequest image =
        new SendRequest(
            new SendImage()
                .to("+4915112345678")
                .type(SendImage.TypeEnum.IMAGE)
                .caption("ü")
                .media(new SendFile().mimetype("image/png")));

    client("/api/v1").files().send(image, file, "k1");

    ScriptedServer.Asked asked = server.asked.get(0);
    String boundary = asked.header("Content-type").replaceFirst(".*boundary=", "");
    assertThat(asked.header("Idempotency-key")).isEqualTo("k1");
    assertThat(asked.body())
        .isEqualTo(
            String.join(
                "\r\n",
                List.of(
                    "--" + boundary,
                    "Content-Disposition: form-data; name=\"message\"",
                    "Content-Type: application/json",
                    "",
                    "{\"to\":\"+4915112345678\",\"type\":\"image\",\"media\":{\"mimetype\":\"image/png\"},\"caption\":\"ü\"}",
                    "--" + boundary,
                    "Content-Disposition: form-data; name=\"media\"; filename=\"media\"",
                    "Content-Type: application/octet-stream",
                    "",
                    "\u0001\u0002\r\n\u0003",
                    "--" + boundary + "--",
                    "")));
    assertThatThrownBy(() -> client("/api/v1").files().send(image, file, "k2"))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(413));
  }

  @Test
  void writesWhoIsShownAStatus() throws Exception {
    var json = dev.kubezap.client.invoker.ApiClient.createDefaultObjectMapper();

    assertThat(json.writeValueAsString(StatusRecipients.contacts())).isEqualTo("\"contacts\"");
    assertThat(json.writeValueAsString(StatusRecipients.of(List.of("+49151"))))
        .isEqualTo("[\"+49151\"]");
    assertThat(
            json.writeValueAsString(
                LinkPreviewRequest.of(
                    new LinkPreviewRequest.Preview("https://a.example", "A", null, null))))
        .isEqualTo("{\"url\":\"https://a.example\",\"title\":\"A\"}");
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThatThrownBy(() -> KubezapClient.of(URI.create("was-shop:8080/api/v1"), () -> ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins with http:// or https://");
  }
}
