package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.kubezap.whatsapp.PairingCodeResult;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionRoutesTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void showsAConnectedSession() throws Exception {
    assertThat(api.get("/api/v1/session").json().toString())
        .isEqualTo(
            "{\"phase\":\"Connected\",\"phoneNumber\":\"+4915100000001\","
                + "\"jid\":\"4915100000001:7@s.whatsapp.net\",\"lid\":\"100200300:7@lid\","
                + "\"pushName\":\"Shop\",\"connectedAt\":\"2026-11-21T09:30:00Z\","
                + "\"lastInboundAt\":\"2026-11-21T09:30:00Z\",\"clientVersion\":\"2.3000.1\","
                + "\"reconnects\":0}");
  }

  @Test
  void showsTheQrAsAPictureThatScannersRead() throws Exception {
    api.client.snapshot = FakeClient.showingQr(FakeClient.NOW.plusSeconds(20));

    ApiFixture.Answer answer = api.get("/api/v1/session/qr", "Accept", "image/png");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/png");
    var image = ImageIO.read(new ByteArrayInputStream(answer.response().body()));
    int side = image.getWidth();
    int[] pixels = image.getRGB(0, 0, side, side, null, 0, side);
    var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)));
    assertThat(new QRCodeReader().decode(bitmap).getText())
        .isEqualTo("2@ref,noise,identity,secret,1");
    assertThat(
            api.get("/api/v1/session/qr", "Accept", "application/json")
                .json()
                .path("dataUrl")
                .asText())
        .startsWith("data:image/png;base64,iVBORw0KGgo");
  }

  @Test
  void showsTheQrInTheFormThatIsAskedFor() throws Exception {
    api.client.snapshot = FakeClient.showingQr(FakeClient.NOW.plusSeconds(20));

    assertThat(api.get("/api/v1/session/qr", "Accept", "*/*").header("Content-Type"))
        .isEqualTo("image/png");
    assertThat(text(api.get("/api/v1/session/qr", "Accept", "image/svg+xml"))).startsWith("<svg");
    assertThat(text(api.get("/api/v1/session/qr", "Accept", "text/plain"))).contains("█");
    assertThat(
            api.get("/api/v1/session/qr", "Accept", "application/json")
                .json()
                .path("text")
                .asText())
        .isEqualTo("2@ref,noise,identity,secret,1");
    assertThat(
            api.get("/api/v1/session/qr", "Accept", "text/html, image/svg+xml;q=0.9, */*;q=0.1")
                .header("Content-Type"))
        .isEqualTo("image/svg+xml");
    assertThat(api.get("/api/v1/session/qr", "Accept", "audio/ogg").status()).isEqualTo(406);
    assertThat(api.get("/api/v1/session/qr?format=json").json().path("updatedAt").asText())
        .isEqualTo(FakeClient.NOW.toString());
    assertThat(text(api.get("/api/v1/session/qr?format=raw", "Accept", "image/png")))
        .isEqualTo("2@ref,noise,identity,secret,1");
    assertThat(Base64.getDecoder().decode(text(api.get("/api/v1/session/qr?format=base64"))))
        .isEqualTo(api.get("/api/v1/session/qr?format=png").response().body());
    String ticket = api.post("/api/v1/events/tickets", "").json().path("ticket").asText();
    assertThat(
            api.get("/api/v1/session/qr?format=png&ticket=" + ticket, "Authorization", "")
                .header("Content-Type"))
        .isEqualTo("image/png");
  }

  @Test
  void tellsWhyThereIsNoQr() throws Exception {
    assertThat(api.get("/api/v1/session/qr").json().path("code").asText()).isEqualTo("not-pairing");
    assertThat(api.get("/api/v1/session/qr").status()).isEqualTo(409);

    api.client.snapshot = FakeClient.showingQr(FakeClient.NOW);
    assertThat(api.get("/api/v1/session/qr").status()).isEqualTo(410);
  }

  @Test
  void asksForAPairingCode() throws Exception {
    String body = "{\"phoneNumber\":\"+4915112345678\"}";
    api.client.pairing =
        new PairingCodeResult.Issued(
            new SessionSnapshot.PairingCode("ABCD-1234", FakeClient.NOW.plusSeconds(180)));
    ApiFixture.Answer issued = api.post("/api/v1/session/pairing-code", body);
    assertThat(issued.status()).isEqualTo(201);
    assertThat(issued.json().path("code").asText()).isEqualTo("ABCD-1234");

    api.client.pairing = new PairingCodeResult.AlreadyPaired();
    assertThat(api.post("/api/v1/session/pairing-code", body).status()).isEqualTo(409);

    api.client.pairing = new PairingCodeResult.Refused(429, "Wait an hour.");
    ApiFixture.Answer refused = api.post("/api/v1/session/pairing-code", body);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("whatsappCode").asInt()).isEqualTo(429);
  }

  @Test
  void reconnectsAndLogsOut() throws Exception {
    assertThat(api.post("/api/v1/session/reconnect", "").status()).isEqualTo(202);
    assertThat(api.post("/api/v1/session/logout", "{}").status()).isEqualTo(200);

    assertThat(api.client.reconnected).hasValue(1);
    assertThat(api.client.loggedOut).hasValue(1);
  }

  private static String text(ApiFixture.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return new String(answer.response().body(), StandardCharsets.UTF_8);
  }

  /**
   * The page holds nothing of the session; its script asks for it with the key that it is given.
   */
  @Test
  void thePageThatLinksIsForEverybodyAndRunsItsOwnScriptOnly() throws Exception {
    ApiFixture.Answer page = api.get("/link", "Authorization", "");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
        .contains("img-src data:");
    String html = new String(page.response().body(), StandardCharsets.UTF_8);
    assertThat(html).doesNotContain("onclick");
    List<String> files =
        Pattern.compile("(?:src|href)=\"([^\"]+[.](?:js|css))\"")
            .matcher(html)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(files).containsExactly("passkey/page.css", "link/page.js");
    for (String file : files) {
      assertThat(api.get("/" + file, "Authorization", "").status()).as(file).isEqualTo(200);
    }
    String script =
        new String(
            api.get("/link/page.js", "Authorization", "").response().body(),
            StandardCharsets.UTF_8);
    List<String> asked =
        Pattern.compile("element\\(\"([a-z]+)\"\\)")
            .matcher(script)
            .results()
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertThat(asked).hasSizeGreaterThan(8).allMatch(id -> html.contains("id=\"" + id + "\""));
  }

  @Test
  void whatTheSessionLoggedIsRead() throws Exception {
    assertThat(api.get("/api/v1/session/log").json().toString()).isEqualTo("{\"items\":[]}");
    Files.writeString(
        api.folder.resolve("log.jsonl"),
        """
        {"timestamp":"2026-11-21T10:00:00Z","level":"INFO","message":"begun"}
        {"timestamp":"2026-11-21T10:00:01Z","level":"WARN","message":"slow"}
        """);
    assertThat(api.get("/api/v1/session/log?limit=1").json().findValuesAsText("message"))
        .containsExactly("slow");
    assertThat(api.get("/api/v1/session/log?level=warn").json().findValuesAsText("message"))
        .containsExactly("slow");
    assertThat(
            api.get("/api/v1/session/log?before=2026-11-21T10:00:01Z")
                .json()
                .findValuesAsText("message"))
        .containsExactly("begun");
    assertThat(
            api.get("/api/v1/session/log", "Authorization", "Bearer " + ApiFixture.READER).status())
        .isEqualTo(403);
  }
}
