package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.DocumentContent;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.media.MediaSealing;
import dev.kubezap.whatsapp.media.SealedFile;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of messages are fetched when somebody asks, and checked before a byte is given. */
class MediaFileTest {
  private static final String ID = "01930000-0000-7000-8000-000000000009";
  private static final String PATH = "/api/v1/messages/" + ID + "/media";

  @AutoClose private final ApiFixture api = new ApiFixture();
  private final byte[] plain = new byte[100_001];
  private byte[] sealed = new byte[0];
  private MediaReference reference = MediaReference.unsent(Optional.empty());

  @BeforeEach
  void upload() throws Exception {
    new Random(3).nextBytes(plain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SealedFile file =
        MediaSealing.seal(
            MediaKind.DOCUMENT,
            ByteString.copyFrom(new byte[32]),
            new ByteArrayInputStream(plain),
            out);
    sealed = out.toByteArray();
    api.mediaHost.files.put("/v/file", sealed);
    api.client.hosts = api.mediaHost.hosts();
    reference = file.at(Optional.of("application/pdf"), "/v/file", Optional.empty());
    store(document("plän.pdf"));
  }

  private DocumentContent document(String name) {
    return new DocumentContent(
        reference, Optional.of(name), Optional.empty(), ByteString.EMPTY, MessageContext.NONE);
  }

  private void store(Content content) {
    store(content, Jid.phoneNumber("4915112345678"));
  }

  private void store(Content content, Jid chat) {
    api.archive.messages.clear();
    api.archive.messages.add(
        new StoredMessage(
            ID,
            "3EB0",
            chat,
            Optional.empty(),
            chat,
            0,
            false,
            Optional.empty(),
            FakeClient.NOW,
            content,
            ByteString.EMPTY,
            MessageStatus.RECEIVED,
            Optional.empty(),
            Map.of()));
  }

  private long fetched() {
    return api.mediaHost.requests.stream().filter(request -> request.startsWith("GET")).count();
  }

  @Test
  void givesTheFileWholeAndInParts() throws Exception {
    ApiFixture.Answer whole = api.get(PATH);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.response().body()).isEqualTo(plain);
    assertThat(whole.header("Content-Type")).isEqualTo("application/pdf");
    assertThat(whole.header("Content-Disposition"))
        .isEqualTo("attachment; filename*=UTF-8''pl%C3%A4n.pdf");
    assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");

    ApiFixture.Answer part = api.get(PATH, "Range", "bytes=50000-50020");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Range")).isEqualTo("bytes 50000-50020/100001");
    assertThat(part.response().body()).isEqualTo(Arrays.copyOfRange(plain, 50_000, 50_021));
    ApiFixture.Answer end = api.get(PATH, "Range", "bytes=-7");
    assertThat(end.response().body()).isEqualTo(Arrays.copyOfRange(plain, 99_994, 100_001));
    assertThat(api.get(PATH, "Range", "bytes=100001-").status()).isEqualTo(416);

    assertThat(fetched()).isEqualTo(1);
    assertThat(api.mediaHost.kept()).hasSize(1);
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void whatIsKeptIsGivenWithoutAConnection() throws Exception {
    assertThat(api.get(PATH).status()).isEqualTo(200);
    api.standby = true;
    assertThat(api.get(PATH).response().body()).isEqualTo(plain);
    api.mediaHost.forgetKept();
    assertThat(api.get(PATH).status()).isEqualTo(503);

    api.standby = false;
    api.client.hosts = new MediaHosts.Known(List.of("127.0.0.1:1"), "", Duration.ofHours(1));
    api.mediaHost.refusesWith = 500;
    ApiFixture.Answer away = api.get(PATH);
    assertThat(away.status()).isEqualTo(502);
    assertThat(away.json().path("code").asText()).isEqualTo("media-download-failed");
  }

  private void published(byte[] announced) {
    api.mediaHost.files.put("/v/open", plain);
    reference =
        new MediaReference(
            Optional.of("application/pdf"),
            plain.length,
            ByteString.copyFrom(Sha256.digest(announced)),
            ByteString.EMPTY,
            ByteString.EMPTY,
            Optional.of("/v/open"),
            Optional.empty());
  }

  @Test
  void aChannelsFileIsGivenAsItIs() throws Exception {
    published(plain);
    store(document("x.pdf"), Jid.of("120363001@newsletter"));
    assertThat(api.get(PATH).response().body()).isEqualTo(plain);
    assertThat(api.get(PATH, "Range", "bytes=-7").response().body())
        .isEqualTo(Arrays.copyOfRange(plain, 99_994, 100_001));
    assertThat(fetched()).isEqualTo(1);
    api.mediaHost.forgetKept();
    api.mediaHost.files.clear();
    assertThat(api.get(PATH).json().path("code").asText()).isEqualTo("media-expired");
    assertThat(api.client.phoneAsked).hasValue(0);
  }

  @Test
  void aChannelsFileIsCheckedByItsDigest() throws Exception {
    published(sealed);
    store(document("x.pdf"), Jid.of("120363001@newsletter"));
    assertThat(api.get(PATH).json().path("code").asText()).isEqualTo("media-corrupt");
    assertThat(api.mediaHost.kept()).isEmpty();
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  /** Nobody in a chat makes the session take a file for his that anybody can exchange. */
  @Test
  void inChatsAFileWithoutAKeyIsNone() throws Exception {
    published(plain);
    store(document("x.pdf"));
    assertThat(api.get(PATH).json().path("code").asText()).isEqualTo("media-unavailable");
  }

  @Test
  void whatIsDamagedIsNotGiven() throws Exception {
    sealed[70_000] ^= 1;
    ApiFixture.Answer answer = api.get(PATH);

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.json().path("code").asText()).isEqualTo("media-corrupt");
    assertThat(api.mediaHost.kept()).isEmpty();
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void saysWhenItIsGone() throws Exception {
    api.mediaHost.files.clear();
    ApiFixture.Answer answer = api.get(PATH);

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.json().path("code").asText()).isEqualTo("media-expired");
    assertThat(api.client.phoneAsked).hasValue(1);
  }

  @Test
  void fetchesWhatThePhoneUploadedAgain() throws Exception {
    api.mediaHost.files.clear();
    api.mediaHost.files.put("/v/again", sealed);
    api.client.place = Optional.of(new FilePlace(Optional.of("/v/again")));

    assertThat(api.get(PATH).response().body()).isEqualTo(plain);
    api.mediaHost.forgetKept();
    assertThat(api.get(PATH).status()).isEqualTo(200);
    assertThat(api.client.phoneAsked).as("known already").hasValue(1);
  }

  @Test
  void saysWhenThereIsNoFile() throws Exception {
    store(TextContent.of("hi"));
    assertThat(api.get(PATH).json().path("code").asText()).isEqualTo("no-media");
    reference = MediaReference.unsent(Optional.empty());
    store(document("x"));
    ApiFixture.Answer unavailable = api.get(PATH);
    assertThat(unavailable.status()).isEqualTo(410);
    assertThat(unavailable.json().path("code").asText()).isEqualTo("media-unavailable");
    assertThat(api.get(PATH.replace(ID, "x")).status()).isEqualTo(404);
    assertThat(api.get(PATH + "?x=y").status()).isEqualTo(422);
  }

  @Test
  void asksForAConnection() throws Exception {
    api.client.hosts = new MediaHosts.NotConnected();

    assertThat(api.get(PATH).json().path("code").asText()).isEqualTo("not-connected");
  }

  /** A sender that knows another message's digests does not get its file opened by its own key. */
  @Test
  void aFileIsKeptForWhatItWasCheckedAgainst() throws Exception {
    assertThat(api.get(PATH).status()).isEqualTo(200);
    reference =
        new MediaReference(
            reference.mimetype(),
            reference.size(),
            reference.sha256(),
            reference.encryptedSha256(),
            ByteString.copyFrom(
                "another key, of just 32 bytes...".getBytes(StandardCharsets.UTF_8)),
            reference.directPath(),
            reference.url());
    store(document("x"));

    assertThat(api.get(PATH).json().path("code").asText()).isEqualTo("media-corrupt");
  }

  /** What a sender says of the type is no header of ours. */
  @Test
  void aTypeThatIsNoneIsNotPassedOn() throws Exception {
    reference =
        new MediaReference(
            Optional.of("text/html\r\nX: y"),
            reference.size(),
            reference.sha256(),
            reference.encryptedSha256(),
            reference.mediaKey(),
            reference.directPath(),
            reference.url());
    store(document("a\r\n/../b"));
    ApiFixture.Answer answer = api.get(PATH);

    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename*=UTF-8''a%0D%0A%2F..%2Fb");
  }
}
