package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.picture.PictureFixture;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.channel.ChangeChannel;
import dev.kubezap.whatsapp.channel.Channel;
import dev.kubezap.whatsapp.channel.CreateChannel;
import dev.kubezap.whatsapp.channel.DeleteChannel;
import dev.kubezap.whatsapp.channel.DescribeChannel;
import dev.kubezap.whatsapp.channel.FollowChannel;
import dev.kubezap.whatsapp.channel.ListChannels;
import dev.kubezap.whatsapp.channel.MuteChannel;
import dev.kubezap.whatsapp.channel.ReadChannel;
import dev.kubezap.whatsapp.channel.SetChannelPicture;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ChannelRoutesTest {
  private static final byte[] JPEG = PictureFixture.jpeg(64, 64);
  private static final Jid ID = Jid.of("120363001@newsletter");
  private static final String PATH = "/api/v1/channels/" + ID;
  private static final Channel CHANNEL =
      new Channel(
          ID,
          "News",
          Optional.of("What is new"),
          Optional.of("0029Vabc"),
          Optional.of(7L),
          true,
          Optional.of("subscriber"),
          Optional.of(false),
          Optional.of("active"),
          Optional.of(Instant.parse("2026-11-01T12:00:00Z")));
  private static final String DOCUMENT =
      "{\"id\":\"120363001@newsletter\",\"name\":\"News\",\"description\":\"What is new\","
          + "\"inviteCode\":\"0029Vabc\",\"url\":\"https://whatsapp.com/channel/0029Vabc\",\"followers\":7,"
          + "\"verified\":true,\"role\":\"subscriber\",\"muted\":false,\"state\":\"active\","
          + "\"createdAt\":\"2026-11-01T12:00:00Z\"}";

  @AutoClose private final ApiFixture api = new ApiFixture();

  private void answers(Object value) {
    api.client.services = _ -> new ServiceAnswer.Given<>(value);
  }

  @Test
  void showsChannels() throws Exception {
    answers(new ListChannels.Followed(List.of(CHANNEL)));
    assertThat(api.get("/api/v1/channels").json().toString())
        .isEqualTo("{\"items\":[" + DOCUMENT + "]}");
    answers(CHANNEL);
    assertThat(api.get(PATH).json().toString()).isEqualTo(DOCUMENT);
    assertThat(api.get("/api/v1/channels/invites/0029Vabc").json().toString()).isEqualTo(DOCUMENT);
    assertThat(api.client.requests)
        .containsExactly(
            new ListChannels.Wanted(),
            new DescribeChannel.Of(ID),
            new DescribeChannel.Of("0029Vabc"));
    api.client.services = _ -> new ServiceAnswer.Impossible<>("channel-unknown", "None.");
    ApiFixture.Answer none = api.get(PATH);
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().path("code").asText()).isEqualTo("channel-unknown");
  }

  @Test
  void followsThem() throws Exception {
    answers(new Done());
    assertThat(api.put(PATH + "/follow", "{}").status()).isEqualTo(204);
    assertThat(api.delete(PATH + "/follow").status()).isEqualTo(204);
    assertThat(api.client.requests)
        .containsExactly(new FollowChannel.Of(ID, true), new FollowChannel.Of(ID, false));
  }

  @Test
  void mutesThem() throws Exception {
    answers(new Done());
    assertThat(api.put(PATH + "/mute", "{}").status()).isEqualTo(204);
    assertThat(api.delete(PATH + "/mute").status()).isEqualTo(204);
    assertThat(api.client.requests)
        .containsExactly(new MuteChannel.Of(ID, true), new MuteChannel.Of(ID, false));
  }

  @Test
  void makesChangesAndDeletesThem() throws Exception {
    answers(CHANNEL);
    ApiFixture.Answer made =
        api.post("/api/v1/channels", "{\"name\":\"News\",\"description\":\"What is new\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().toString()).isEqualTo(DOCUMENT);
    assertThat(made.header("Location")).contains("/api/v1/channels/120363001@newsletter");
    answers(new Done());
    assertThat(api.patch(PATH, "{\"description\":\"\"}").status()).isEqualTo(204);
    assertThat(api.put(PATH + "/picture", PictureBodies.json(JPEG)).status()).isEqualTo(204);
    assertThat(api.delete(PATH + "/picture").status()).isEqualTo(204);
    assertThat(api.put(PATH + "/picture", "{\"data\":\"R0lG\"}").status()).isEqualTo(422);
    assertThat(api.delete(PATH).status()).isEqualTo(204);
    assertThat(api.client.requests)
        .containsExactly(
            new CreateChannel.Of("News", Optional.of("What is new")),
            new ChangeChannel.Of(ID, Optional.empty(), Optional.of("")),
            new SetChannelPicture.Of(ID, Optional.of(ByteString.copyFrom(JPEG))),
            new SetChannelPicture.Of(ID, Optional.empty()),
            new DeleteChannel.Of(ID));
  }

  @Test
  void saysThatItIsForItsOwner() throws Exception {
    api.client.services = _ -> new ServiceAnswer.Refused<>(403, Duration.ZERO);
    ApiFixture.Answer refused = api.patch(PATH, "{\"name\":\"Mine\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("whatsapp-refused");
    assertThat(refused.json().path("whatsappCode").asInt()).isEqualTo(403);
  }

  @Test
  void showsWhatWasPublished() throws Exception {
    answers(
        new ReadChannel.Page(
            List.of(
                new ReadChannel.Published(
                    101,
                    "A",
                    Optional.of(Instant.parse("2026-11-01T12:00:00Z")),
                    Optional.of(Instant.parse("2026-11-02T12:00:00Z")),
                    Optional.of(TextContent.of("hi")),
                    Optional.of(3L),
                    Map.of("👍", 2L)),
                new ReadChannel.Published(
                    100,
                    "B",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of()))));
    assertThat(api.get(PATH + "/messages?limit=2&before=102").json().toString())
        .isEqualTo(
            "{\"items\":[{\"serverId\":\"101\",\"stanzaId\":\"A\",\"timestamp\":\"2026-11-01T12:00:00Z\","
                + "\"editedAt\":\"2026-11-02T12:00:00Z\",\"type\":\"text\",\"text\":\"hi\",\"views\":3,\"reactions\":{\"👍\":2}},"
                + "{\"serverId\":\"100\",\"stanzaId\":\"B\"}]}");
    assertThat(api.client.requests).containsExactly(new ReadChannel.Of(ID, 2, Optional.of(102L)));
  }
}
