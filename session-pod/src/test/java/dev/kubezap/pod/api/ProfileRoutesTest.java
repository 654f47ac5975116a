package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.profile.AskPrivacy;
import dev.kubezap.whatsapp.profile.SetAbout;
import dev.kubezap.whatsapp.profile.SetName;
import dev.kubezap.whatsapp.profile.SetPicture;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ProfileRoutesTest {
  private static final ByteString JPEG =
      ByteString.copyFrom(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 1});

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

  @Test
  void takesJpegsAlone() throws Exception {
    api.client.services = ProfileRoutesTest::answer;
    assertThat(
            api.put("/api/v1/profile/picture", "{\"data\":\"/9j/AAE=\"}")
                .json()
                .path("pictureId")
                .asText())
        .isEqualTo("18");
    assertThat(api.delete("/api/v1/profile/picture").status()).isEqualTo(204);
    assertThat(api.client.requests)
        .containsExactly(new SetPicture.To(Optional.of(JPEG)), new SetPicture.To(Optional.empty()));
    assertThat(api.put("/api/v1/profile/picture", "{\"data\":\"R0lGODlh\"}").status())
        .isEqualTo(422);
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
