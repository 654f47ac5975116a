package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.picture.PictureFixture;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.profile.AskPrivacy;
import dev.kubezap.whatsapp.profile.SetAbout;
import dev.kubezap.whatsapp.profile.SetName;
import dev.kubezap.whatsapp.profile.SetPicture;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ProfileRoutesTest {
  private static final String PICTURE = "/api/v1/profile/picture";

  @AutoClose private final ApiFixture api = new ApiFixture();

  private static ServiceAnswer<?> answer(ServiceRequest<?> request) {
    return switch (request) {
      case AskAbout.Of(var id) ->
          new ServiceAnswer.Given<>(
              new AskAbout.About(id, Optional.of("at work"), Optional.empty()));
      case AskPicture.Of _ ->
          new ServiceAnswer.Given<>(
              new AskPicture.Picture(Optional.of("17"), Optional.of("https://pps/17")));
      case SetPicture.To(var _, var jpeg) ->
          new ServiceAnswer.Given<>(new SetPicture.Taken(jpeg.map(_ -> "18")));
      case AskPrivacy.With(var changes) ->
          new ServiceAnswer.Given<>(
              new AskPrivacy.Settings(
                  changes.isEmpty()
                      ? Map.of("last", "contact_blacklist", "online", "match_last_seen", "new", "x")
                      : changes));
      default -> new ServiceAnswer.Given<>(new Done());
    };
  }

  @Test
  void showsAndChangesItself() throws Exception {
    api.client.services = ProfileRoutesTest::answer;
    var profile = api.get("/api/v1/profile").json();
    assertThat(profile.path("about").asText()).isEqualTo("at work");
    assertThat(profile.path("pictureId").asText()).isEqualTo("17");
    assertThat(profile.path("pictureUrl").asText()).isEqualTo("https://pps/17");
    assertThat(profile.path("id").asText()).endsWith("@s.whatsapp.net");

    api.client.requests.clear();
    assertThat(api.patch("/api/v1/profile", "{\"name\":\"Shop\",\"about\":\"\"}").status())
        .isEqualTo(422);
    assertThat(api.patch("/api/v1/profile", "{\"name\":\"Shop\",\"about\":\"open\"}").status())
        .isEqualTo(200);
    assertThat(api.client.requests)
        .containsExactly(new SetAbout.To("open"), new SetName.To("Shop"));
  }

  private BufferedImage set() throws Exception {
    SetPicture.To set = (SetPicture.To) api.client.requests.getLast();
    return PictureFixture.decoded(set.jpeg().orElseThrow().toByteArray());
  }

  @Test
  void takesASquareJpegAsItIs() throws Exception {
    api.client.services = ProfileRoutesTest::answer;
    byte[] jpeg = PictureFixture.jpeg(640, 640);
    assertThat(api.put(PICTURE, PictureBodies.json(jpeg)).json().path("pictureId").asText())
        .isEqualTo("18");
    assertThat(api.delete(PICTURE).status()).isEqualTo(204);
    assertThat(api.client.requests)
        .containsExactly(
            new SetPicture.To(Optional.of(ByteString.copyFrom(jpeg))),
            new SetPicture.To(Optional.empty()));
  }

  @Test
  void cutsAndScalesOtherPictures() throws Exception {
    api.client.services = ProfileRoutesTest::answer;
    assertThat(api.put(PICTURE, PictureBodies.json(PictureFixture.png(300, 200))).status())
        .isEqualTo(200);
    assertThat(set().getWidth()).isEqualTo(200);
    assertThat(set().getHeight()).isEqualTo(200);

    // Longer than JSON may be.
    byte[] large = Arrays.copyOf(PictureFixture.png(2000, 1500), ApiFixture.BODY_LIMIT * 2);
    assertThat(api.send(PictureBodies.form(api.request(PICTURE), "media", large)).status())
        .isEqualTo(200);
    assertThat(set().getWidth()).isEqualTo(640);
    assertThat(set().getHeight()).isEqualTo(640);
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void saysWhatIsNoPicture() throws Exception {
    api.client.services = ProfileRoutesTest::answer;
    byte[] gif = {'G', 'I', 'F', '8', '9', 'a'};
    ApiFixture.Answer refused = api.put(PICTURE, PictureBodies.json(gif));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("errors").findValuesAsText("field")).containsExactly("data");
    byte[] lie = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 4, 0, 0};
    assertThat(api.put(PICTURE, PictureBodies.json(lie)).status()).isEqualTo(422);
    assertThat(api.send(PictureBodies.form(api.request(PICTURE), "media", gif)).status())
        .isEqualTo(422);
    byte[] jpeg = PictureFixture.jpeg(64, 64);
    assertThat(api.send(PictureBodies.form(api.request(PICTURE), "picture", jpeg)).status())
        .isEqualTo(422);
    assertThat(api.put(PICTURE, PictureBodies.json(new byte[ApiFixture.BODY_LIMIT])).status())
        .isEqualTo(413);
    assertThat(api.client.requests).isEmpty();
    assertThat(api.mediaHost.inWork()).isEmpty();
  }

  @Test
  void namesWhatOthersMaySee() throws Exception {
    api.client.services = ProfileRoutesTest::answer;
    assertThat(api.get("/api/v1/profile/privacy").json().toString())
        .isEqualTo("{\"lastSeen\":\"contactsExcept\",\"online\":\"matchLastSeen\",\"new\":\"x\"}");
    assertThat(
            api.patch(
                    "/api/v1/profile/privacy",
                    "{\"lastSeen\":\"nobody\",\"readReceipts\":\"everyone\"}")
                .json()
                .toString())
        .isEqualTo("{\"lastSeen\":\"nobody\",\"readReceipts\":\"everyone\"}");
    assertThat(api.client.requests.getLast())
        .isEqualTo(new AskPrivacy.With(Map.of("last", "none", "readreceipts", "all")));
  }
}
