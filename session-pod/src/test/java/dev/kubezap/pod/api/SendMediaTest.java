package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.picture.PictureFixture;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.content.AudioContent;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.StickerContent;
import dev.kubezap.whatsapp.content.VideoContent;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.media.MediaCheck;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files are brought to a host before their messages are accepted. */
class SendMediaTest {
  private static final String PATH = "/api/v1/messages";
  private static final String TO = "\"to\":\"+4915112345678\"";

  /** 3 by 2 pixels. */
  private static final byte[] PNG =
      HexFormat.of()
          .parseHex("89504e470d0a1a0a0000000d49484452" + "00000003" + "00000002" + "0802000000");

  private static final byte[] LARGE_PNG = PictureFixture.png(400, 200);

  private static final byte[] OGG = "OggS-and-so-on".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MP4 = "\0\0\0\u0018ftypisom....".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WEBP = "RIFF\4\0\0\0WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);

  @AutoClose private final ApiFixture api = new ApiFixture();

  @BeforeEach
  void connect() {
    api.client.hosts = api.mediaHost.hosts();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String body(String type, byte[] file, String more) {
    return "{"
        + TO
        + ",\"type\":\""
        + type
        + "\",\"media\":{\"data\":\""
        + base64(file)
        + "\"}"
        + more
        + "}";
  }

  private Media accepted() {
    return (Media) api.client.accepted.getLast().content();
  }

  /** The file as its receiver gets it. */
  private void assertUploaded(byte[] plain) throws Exception {
    Media media = accepted();
    byte[] sealed =
        Objects.requireNonNull(api.mediaHost.files.get(media.media().directPath().orElseThrow()));
    MediaCheck check = new MediaCheck(media.kind(), media.media());
    check.update(sealed, 0, sealed.length);
    assertThat(check.finish()).isEqualTo(plain.length);
    assertThat(media.media().sha256()).isEqualTo(ByteString.copyFrom(Sha256.digest(plain)));
    assertThat(media.media().size()).isEqualTo(plain.length);
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void sendsAPictureThatCameInBase64() throws Exception {
    ApiFixture.Answer answer = api.post(PATH, body("image", PNG, ",\"caption\":\"pier\""));

    assertThat(answer.status()).isEqualTo(201);
    assertUploaded(PNG);
    ImageContent image = (ImageContent) accepted();
    assertThat(image.caption()).contains("pier");
    assertThat(image.media().mimetype()).contains("image/png");
    assertThat(image.width()).isEqualTo(3);
    assertThat(image.height()).isEqualTo(2);
    assertThat(image.viewOnce()).isFalse();
    assertThat(api.mediaHost.requests.getFirst()).startsWith("POST /mms/image/");
  }

  /** What a picture tells is not asked of the caller; what the caller tells stays. */
  @Test
  void addsAThumbnailAndTheSize() throws Exception {
    assertThat(api.post(PATH, body("image", LARGE_PNG, "")).status()).isEqualTo(201);
    assertUploaded(LARGE_PNG);
    ImageContent image = (ImageContent) accepted();
    assertThat(image.width()).isEqualTo(400);
    assertThat(image.height()).isEqualTo(200);
    BufferedImage thumbnail = PictureFixture.decoded(image.thumbnail().toByteArray());
    assertThat(thumbnail.getWidth()).isEqualTo(100);
    assertThat(thumbnail.getHeight()).isEqualTo(50);
    assertThat(image.thumbnail().size()).isLessThan(3000);

    String given = body("image", LARGE_PNG, "").replace("\"}}", "\",\"thumbnail\":\"/9j/AAE=\"}}");
    assertThat(api.post(PATH, given).status()).isEqualTo(201);
    assertThat(((ImageContent) accepted()).thumbnail()).isEqualTo(ByteString.fromHex("ffd8ff0001"));
    assertThat(((ImageContent) accepted()).width()).isEqualTo(400);
    String sized = body("image", LARGE_PNG, "").replace("\"}}", "\",\"width\":4,\"height\":2}}");
    assertThat(api.post(PATH, sized).status()).isEqualTo(201);
    assertThat(((ImageContent) accepted()).width()).isEqualTo(4);
    assertThat(((ImageContent) accepted()).thumbnail().isEmpty()).isFalse();
  }

  @Test
  void showsNothingOfWhatIsLookedAtOnce() throws Exception {
    assertThat(api.post(PATH, body("image", LARGE_PNG, ",\"viewOnce\":true")).status())
        .isEqualTo(201);
    assertThat(((ImageContent) accepted()).thumbnail().isEmpty()).isTrue();
    assertThat(((ImageContent) accepted()).width()).isEqualTo(400);
  }

  @Test
  void sendsAPictureThatCannotBeReadWithoutAThumbnail() throws Exception {
    assertThat(api.post(PATH, body("image", PNG, "")).status()).isEqualTo(201);
    assertThat(((ImageContent) accepted()).thumbnail().isEmpty()).isTrue();
  }

  @Test
  void publishesAPictureInAChannelAsItIs() throws Exception {
    ApiFixture.Answer answer =
        api.post(PATH, body("image", PNG, "").replace(TO, "\"to\":\"120363001234@newsletter\""));

    assertThat(answer.status()).isEqualTo(201);
    ImageContent image = (ImageContent) accepted();
    assertThat(image.media().handle()).contains("handle-1");
    assertThat(image.media().isOpen()).isTrue();
    assertThat(image.media().sha256()).isEqualTo(ByteString.copyFrom(Sha256.digest(PNG)));
    assertThat(api.mediaHost.files.get(image.media().directPath().orElseThrow())).isEqualTo(PNG);
    assertThat(api.mediaHost.requests.getFirst()).startsWith("POST /newsletter/newsletter-image/");
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void sendsADocumentThatCameInAForm() throws Exception {
    byte[] file = new byte[300_000];
    ApiFixture.Answer answer =
        form(
            List.of(
                part(
                    "name=\"message\"",
                    "",
                    ("{" + TO + ",\"type\":\"document\"}").getBytes(StandardCharsets.UTF_8)),
                part("name=\"media\"; filename=\"plan.pdf\"", "application/pdf", file),
                part("name=\"caption\"", "", "the plan".getBytes(StandardCharsets.UTF_8))));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(201);
    assertUploaded(file);
    DocumentContent document = (DocumentContent) accepted();
    assertThat(document.filename()).contains("plan.pdf");
    assertThat(document.caption()).contains("the plan");
    assertThat(document.media().mimetype()).contains("application/pdf");
  }

  private static byte[] part(String disposition, String type, byte[] content) {
    String head =
        "--limit\r\nContent-Disposition: form-data; "
            + disposition
            + (type.isEmpty() ? "" : "\r\nContent-Type: " + type)
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(start, start.length + content.length + 2);
    System.arraycopy(content, 0, all, start.length, content.length);
    all[all.length - 2] = '\r';
    all[all.length - 1] = '\n';
    return all;
  }

  private ApiFixture.Answer form(List<byte[]> parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    all.writeBytes("--limit--\r\n".getBytes(StandardCharsets.US_ASCII));
    return api.send(
        api.request(PATH)
            .header("Content-Type", "multipart/form-data; boundary=limit")
            .POST(HttpRequest.BodyPublishers.ofByteArray(all.toByteArray()))
            .build());
  }

  /** Longer than any other body of JSON may be. */
  @Test
  void sendsALongFileThatCameInBase64() throws Exception {
    byte[] file = new byte[ApiFixture.BODY_LIMIT * 2];
    Arrays.fill(file, (byte) 9);

    assertThat(api.post(PATH, body("document", file, ",\"caption\":\"long\"")).status())
        .isEqualTo(201);
    assertUploaded(file);
    assertThat(accepted().caption()).contains("long");
    assertThat(accepted().media().mimetype()).contains("application/octet-stream");
  }

  @Test
  void sendsWhatIsAtAnAddress() throws Exception {
    api.mediaHost.files.put("/pictures/pier", PNG);
    api.mediaHost.redirects.put("/moved", "/pictures/pier");
    String url = api.mediaHost.url("/moved");

    ApiFixture.Answer answer =
        api.post(PATH, "{" + TO + ",\"type\":\"image\",\"media\":{\"url\":\"" + url + "\"}}");

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(201);
    assertUploaded(PNG);
  }

  @Test
  void sendsEveryKind() throws Exception {
    assertThat(
            api.post(
                    PATH,
                    "{"
                        + TO
                        + ",\"type\":\"voice\",\"viewOnce\":true,\"media\":{\"data\":\""
                        + base64(OGG)
                        + "\",\"mimetype\":\"audio/ogg\",\"duration\":4,\"waveform\":["
                        + "7,".repeat(63)
                        + "100]}}")
                .status())
        .isEqualTo(201);
    assertUploaded(OGG);
    AudioContent voice = (AudioContent) accepted();
    assertThat(voice.voice()).isTrue();
    assertThat(voice.viewOnce()).isTrue();
    assertThat(voice.seconds()).isEqualTo(4);
    assertThat(voice.waveform()).hasSize(64);
    assertThat(voice.media().mimetype()).contains("audio/ogg; codecs=opus");

    assertThat(api.post(PATH, body("gif", MP4, "")).status()).isEqualTo(201);
    assertUploaded(MP4);
    assertThat(((VideoContent) accepted()).form()).isEqualTo(VideoContent.Form.GIF);
    assertThat(api.post(PATH, body("videoNote", MP4, "")).status()).isEqualTo(201);
    assertThat(((VideoContent) accepted()).form()).isEqualTo(VideoContent.Form.NOTE);
    assertThat(api.post(PATH, body("video", MP4, ",\"viewOnce\":true")).status()).isEqualTo(201);
    assertThat(accepted().viewOnce()).isTrue();
    assertThat(api.post(PATH, body("audio", OGG, "")).status()).isEqualTo(201);
    assertThat(accepted().kind()).isEqualTo(MediaKind.AUDIO);
    assertThat(api.post(PATH, body("sticker", WEBP, "")).status()).isEqualTo(201);
    assertThat(accepted()).isInstanceOf(StickerContent.class);
    assertUploaded(WEBP);
  }

  @Test
  void uploadsARepeatedRequestOnce() throws Exception {
    String first = body("image", PNG, "");
    ApiFixture.Answer once = api.post(PATH, first, "Idempotency-Key", "a");
    int uploads = api.mediaHost.requests.size();
    ApiFixture.Answer again = api.post(PATH, first.replace("=\"", "=\" "), "Idempotency-Key", "a");
    ApiFixture.Answer other =
        api.post(PATH, body("image", PNG, ",\"caption\":\"x\""), "Idempotency-Key", "a");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("id")).isEqualTo(once.json().path("id"));
    assertThat(other.json().path("code").asText()).isEqualTo("idempotency-key-reused");
    assertThat(api.mediaHost.requests).hasSize(uploads);
  }

  @Test
  void asksForNewHostsWhenTheOldOnesRefuse() throws Exception {
    api.post(PATH, body("image", PNG, ""));
    api.mediaHost.refusesWith = 403;
    ApiFixture.Answer refused = api.post(PATH, body("image", PNG, ""));
    assertThat(refused.status()).isEqualTo(502);
    assertThat(refused.json().path("code").asText()).isEqualTo("media-upload-failed");
    // Once with the known hosts, once with those that were asked for anew.
    assertThat(api.mediaHost.requests).hasSize(3);
    assertThat(api.mediaHost.inWork()).isEmpty();
    assertThat(api.client.accepted).hasSize(1);
  }

  @Test
  void refusesWithoutAConnection() throws Exception {
    api.client.hosts = new MediaHosts.NotConnected();

    ApiFixture.Answer answer = api.post(PATH, body("image", PNG, ""));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("code").asText()).isEqualTo("not-connected");
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image | {\"data\":\"!!!!\"} | media.data",
        "image | {\"data\":\"\"} | media",
        "image | {\"data\":7} | media.data",
        "image | {} | media.url",
        "image | \"x\" | media",
        "image | {\"data\":\"T2dnUw==\"} | media",
        "image | {\"data\":\"T2dnUw==\",\"url\":\"https://a.example/b\"} | media.url",
        "image | {\"url\":\"ftp://a.example/b\"} | media.url",
        "image | {\"url\":\"https://user@a.example/b\"} | media.url",
        "image | {\"url\":\"not an address\"} | media.url",
        "image | {\"url\":\"http://10.1.2.3/x\"} | media.url",
        "image | {\"url\":\"http://[fd00::1]/x\"} | media.url",
        "image | {\"data\":\"T2dnUw==\",\"colour\":1} | media.colour",
        "image | {\"data\":\"T2dnUw==\",\"width\":1} | media.width",
        "image | {\"data\":\"T2dnUw==\",\"thumbnail\":\"AAAA\"} | media.thumbnail",
        "image | {\"data\":\"T2dnUw==\",\"mimetype\":\"picture\"} | media.mimetype",
        "audio | {\"data\":\"T2dnUw==\",\"mimetype\":\"image/png\"} | media.mimetype",
        "voice | {\"data\":\"SUQzAAAA\"} | media",
        "voice | {\"data\":\"T2dnUw==\",\"waveform\":[1,2]} | media.waveform",
        "voice | {\"data\":\"T2dnUw==\",\"duration\":-1} | media.duration",
        "sticker | {\"data\":\"T2dnUw==\"} | media"
      })
  void namesWhatIsWrong(String type, String media, String field) throws Exception {
    ApiFixture.Answer answer =
        api.post(PATH, "{" + TO + ",\"type\":\"" + type + "\",\"media\":" + media + "}");

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsText("field")).contains(field);
    assertThat(api.client.accepted).isEmpty();
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void aRedirectLeadsNowhereInside() throws Exception {
    api.mediaHost.redirects.put("/in", "http://169.254.169.254/latest");
    api.mediaHost.redirects.put("/round", "/round");
    for (String path : List.of("/in", "/round", "/missing")) {
      ApiFixture.Answer answer =
          api.post(
              PATH,
              "{"
                  + TO
                  + ",\"type\":\"image\",\"media\":{\"url\":\""
                  + api.mediaHost.url(path)
                  + "\"}}");
      assertThat(answer.status()).as(path).isEqualTo(422);
      assertThat(answer.json().path("errors").findValuesAsText("field"))
          .containsExactly("media.url");
    }
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void refusesAStickerThatIsTooLarge() throws Exception {
    ApiFixture.Answer answer =
        api.post(PATH, body("sticker", Arrays.copyOf(WEBP, (1 << 20) + 1), ""));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("code").asText()).isEqualTo("media-too-large");
  }

  @Test
  void saysWhatIsWrongInAForm() throws Exception {
    byte[] message = ("{" + TO + ",\"type\":\"image\"}").getBytes(StandardCharsets.UTF_8);
    byte[] file = part("name=\"media\"; filename=\"a.png\"", "image/png", PNG);
    assertThat(form(List.of(part("name=\"message\"", "", message))).status()).isEqualTo(422);
    assertThat(form(List.of(part("name=\"message\"", "", message), file, file)).status())
        .isEqualTo(422);
    assertThat(
            form(List.of(part("name=\"message\"", "", "[]".getBytes(StandardCharsets.UTF_8)), file))
                .status())
        .isEqualTo(400);
    assertThat(
            form(List.of(part("name=\"message\"", "", message), part("x=\"y\"", "", PNG))).status())
        .isEqualTo(400);
    assertThat(
            form(List.of(
                    part("name=\"message\"", "", message),
                    part("name=\"to\"", "", "+4915112345678".getBytes(StandardCharsets.UTF_8)),
                    file))
                .status())
        .isEqualTo(422);
    assertThat(api.mediaHost.inWork()).isEmpty();
    assertThat(form(List.of(part("name=\"message\"", "", message), file)).status()).isEqualTo(201);
  }

  @Test
  void saysWhatIsWrongInLongJson() throws Exception {
    String file = "A".repeat(ApiFixture.BODY_LIMIT * 2);
    assertThat(api.post(PATH, "{\"media\":{\"data\":\"" + file + "\"").status()).isEqualTo(400);
    assertThat(api.post(PATH, "{\"media\":{\"data\":\"" + file + "!\"}}").status()).isEqualTo(400);
    ApiFixture.Answer text =
        api.post(PATH, "{\"media\":{\"data\":\"\"},\"text\":\"" + file + "\"}");
    assertThat(text.status()).isEqualTo(413);
    assertThat(text.json().path("code").asText()).isEqualTo("body-too-large");
    ApiFixture.Answer fields = api.post(PATH, body("image", new byte[BODY], ",\"txt\":1"));
    assertThat(fields.status()).isEqualTo(422);
    assertThat(fields.json().path("errors").findValuesAsText("field")).contains("txt");
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  private static final int BODY = ApiFixture.BODY_LIMIT;
}
