package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.content.TextContent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code linkPreview: auto}. */
class LinkPreviewTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  private Optional<TextContent.LinkPreview> previewOf(String path, String body) throws Exception {
    assertThat(api.post(path, body).status()).isIn(201, 202);
    return ((TextContent) api.client.accepted.getLast().content()).preview();
  }

  private String message(String text, String preview) {
    return "{\"to\":\"+4915112345678\",\"type\":\"text\",\"text\":\""
        + text
        + "\",\"linkPreview\":"
        + preview
        + "}";
  }

  @Test
  void readsThePageWhenAsked() throws Exception {
    api.mediaHost.files.put("/page", "<title>Shop</title>".getBytes(StandardCharsets.UTF_8));
    String link = api.mediaHost.url("/page");
    String text = "look: " + link + "!";

    assertThat(previewOf("/api/v1/messages", message(text, "\"none\""))).isEmpty();
    assertThat(api.mediaHost.requests).isEmpty();

    TextContent.LinkPreview preview =
        previewOf("/api/v1/messages", message(text, "\"auto\"")).orElseThrow();
    assertThat(preview.url()).isEqualTo(link);
    assertThat(preview.title()).contains("Shop");

    String bulk =
        "{\"recipients\":[\"+4915112345678\",\"+4915112345679\"],\"message\":{\"type\":\"text\",\"text\":\""
            + text
            + "\",\"linkPreview\":\"auto\"}}";
    assertThat(previewOf("/api/v1/messages/bulk", bulk)).isPresent();
    assertThat(api.mediaHost.requests).containsExactly("GET /page", "GET /page");
  }

  @Test
  void sendsWithoutOneWhenThereIsNone() throws Exception {
    assertThat(previewOf("/api/v1/messages", message("no link", "\"auto\""))).isEmpty();
    String absent = message("x " + api.mediaHost.url("/absent"), "\"auto\"");
    assertThat(previewOf("/api/v1/messages", absent)).isEmpty();
  }
}
