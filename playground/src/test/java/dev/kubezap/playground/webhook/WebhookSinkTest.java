package dev.kubezap.playground.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.playground.process.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSinkTest {

  @TempDir Path folder;

  /** The example of the Standard Webhooks specification's reference libraries. */
  @Test
  void signaturesAreThoseOfStandardWebhooks() {
    assertThat(
            StandardWebhookSignature.valid(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8),
                "v1,bm9ldHU5eG9lLCB0aGlzIGlzIG5vdA== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="))
        .isTrue();
  }

  @Test
  void whatArrivesIsRememberedWithTheVerdictOnItsSignature() throws Exception {
    var told = new CopyOnWriteArrayList<ReceivedWebhook>();
    try (var sink =
            new WebhookSink(
                folder.resolve("keys"),
                folder.resolve("webhooks.jsonl"),
                new Ports(folder.resolve("ports.properties")),
                told::add);
        var http = HttpClient.newHttpClient()) {
      var body = "{\"type\":\"dev.kubezap.message.received\",\"data\":{\"text\":\"hello\"}}";
      assertThat(post(http, sink, body, signature(sink.signingKey(), "id-1.1." + body)))
          .isEqualTo(204);
      assertThat(post(http, sink, body, "v1,AAAA")).isEqualTo(204);
      assertThat(post(http, sink, "no json", "v1,AAAA")).isEqualTo(400);
      assertThat(told).extracting(ReceivedWebhook::signed).containsExactly(true, false);
      assertThat(sink.find(ReceivedWebhook::signed)).isPresent();
      assertThat(told.getFirst().toString()).doesNotContain("hello");
      assertThat(Files.readAllLines(folder.resolve("webhooks.jsonl"))).hasSize(2);
    }
  }

  private static int post(HttpClient http, WebhookSink sink, String body, String signature)
      throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(sink.url()))
                .header("webhook-id", "id-1")
                .header("webhook-timestamp", "1")
                .header("webhook-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String signature(String key, String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(Base64.getDecoder().decode(key.replace("whsec_", "")), "HmacSHA256"));
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
