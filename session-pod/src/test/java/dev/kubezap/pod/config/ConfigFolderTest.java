package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.Behaviour;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFolderTest {
  private static final String WEBHOOK =
      "[{\"name\":\"shop\",\"url\":\"https://shop.example/hooks\",\"events\":[\"message.received\"],"
          + "\"headers\":{\"X-Token\":\"t\"},\"signingKeys\":[\"whsec_a2V5\"]}]";

  @TempDir private Path folder;

  @Test
  void saysNothingWithoutAFolder() {
    assertThat(new ConfigFolder(Optional.empty()).content()).isEqualTo(FolderContent.EMPTY);
  }

  @Test
  void readsWebhooksAndKeys() throws Exception {
    Files.writeString(folder.resolve("webhooks.json"), WEBHOOK);
    Files.writeString(
        folder.resolve("api-keys.json"),
        "[{\"name\":\"panel\",\"key\":\"0123456789abcdef\",\"scopes\":[\"read\",\"send\"]}]");
    Files.writeString(folder.resolve("api-key"), "fedcba9876543210\n");

    FolderContent content = new ConfigFolder(Optional.of(folder)).content();

    assertThat(content.webhooks()).hasSize(1);
    WebhookSetting webhook = content.webhooks().getFirst();
    assertThat(webhook.url()).isEqualTo(URI.create("https://shop.example/hooks"));
    assertThat(webhook.events()).containsExactly("message.received");
    assertThat(webhook.headers()).containsExactly(Map.entry("X-Token", new Secret("t")));
    assertThat(webhook.signingKeys()).containsExactly(new Secret("whsec_a2V5"));
    assertThat(content.apiKeys()).extracting(Object::toString).hasSize(2);
  }

  @Test
  void saysHowTheSessionBehaves() throws Exception {
    Files.writeString(
        folder.resolve("behaviour.json"),
        "{\"markOnline\":false,\"readReceipts\":false,\"typing\":true,\"rejectCalls\":true,"
            + "\"ignore\":[\"groups\",\"status\"],\"messagesPerMinute\":20,\"newChatsPerDay\":50,"
            + "\"downloadMedia\":[\"image\",\"voice\"],\"downloadMaxMiB\":2}");
    assertThat(new ConfigFolder(Optional.of(folder)).content().behaviour())
        .isEqualTo(
            new Behaviour(
                false,
                false,
                true,
                true,
                Set.of(Behaviour.Ignored.GROUPS, Behaviour.Ignored.STATUS),
                new Behaviour.Pace(20, 5, 50),
                Behaviour.History.RECENT,
                new Behaviour.Downloads(Set.of("image", "voice"), 2 << 20)));
    Files.writeString(
        folder.resolve("behaviour.json"), "{\"downloadMedia\":[\"text\"],\"downloadMaxMiB\":0}");
    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .hasMessageContaining(
            "behaviour.json: downloadMedia may hold audio, document, gif, image, sticker, video,"
                + " videoNote, voice.")
        .hasMessageContaining(
            "behaviour.json: downloadMaxMiB must be a whole number from 1 to 2048.");
    Files.writeString(
        folder.resolve("behaviour.json"), "{\"ignore\":[\"cats\"],\"messagesPerMinute\":0}");
    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .hasMessageContaining("behaviour.json: ignore may hold groups, status and channels.")
        .hasMessageContaining(
            "behaviour.json: messagesPerMinute must be a whole number from 1 to 600.");
    Files.writeString(folder.resolve("behaviour.json"), "[]");
    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .hasMessageContaining("behaviour.json must be a JSON object: it is not an object.");
  }

  @Test
  void saysWhatIsToBeDoneAsTimePasses() throws Exception {
    Files.writeString(folder.resolve("behaviour.json"), "{\"retention\":\"P90D\"}");
    Files.writeString(folder.resolve("logout-at"), "2031-01-01T00:00:00Z\n");
    FolderContent content = new ConfigFolder(Optional.of(folder)).content();
    assertThat(content.retention()).contains(Duration.ofDays(90));
    assertThat(content.logoutAt()).contains(Instant.parse("2031-01-01T00:00:00Z"));

    Files.writeString(folder.resolve("behaviour.json"), "{\"retention\":\"PT1H\"}");
    Files.writeString(folder.resolve("logout-at"), "soon");
    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .hasMessageContaining("behaviour.json: retention must be at least P1D.")
        .hasMessageContaining("logout-at must be a time such as 2031-01-01T00:00:00Z.");
  }

  @Test
  void aWebhookIsWrittenAsItIsRead() throws Exception {
    Files.writeString(folder.resolve("webhooks.json"), WEBHOOK);
    WebhookSetting webhook = new ConfigFolder(Optional.of(folder)).content().webhooks().getFirst();

    Fields written = new Fields(WebhookFields.write(webhook));

    assertThat(WebhookFields.read(Optional.of("shop"), written)).contains(webhook);
    assertThat(written.errors()).isEmpty();
  }

  @Test
  void aKeyMayBeGivenByItsDigest() throws Exception {
    // printf 0123456789abcdef | sha256sum
    Files.writeString(
        folder.resolve("api-keys.json"),
        "[{\"name\":\"panel\",\"sha256\":\"9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f\",\"scopes\":[\"read\"]}]");

    FolderContent content = new ConfigFolder(Optional.of(folder)).content();

    assertThat(content.apiKeys().getFirst().digest())
        .isEqualTo(ApiKey.digestOf("0123456789abcdef"));
  }

  @Test
  void aKeyIsGivenOnceAndADigestAsSha256sumPrintsIt() throws Exception {
    Files.writeString(
        folder.resolve("api-keys.json"),
        "[{\"name\":\"a\",\"scopes\":[\"read\"]},{\"name\":\"b\",\"sha256\":\"9F\",\"scopes\":[\"read\"]}]");

    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .hasMessageContaining("api-keys.json[0].key or sha256 must be there, one of the two.")
        .hasMessageContaining("api-keys.json[1].sha256 must be 64 lower-case hexadecimal digits.");
  }

  @Test
  void aScopeThatIsNoneIsNamed() throws Exception {
    Files.writeString(
        folder.resolve("api-keys.json"),
        "[{\"name\":\"panel\",\"key\":\"0123456789abcdef\",\"scopes\":[\"write\"]}]");

    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .hasMessageContaining("api-keys.json[0].scopes may hold read, send, manage and admin.");
  }

  @Test
  void followsChangesAndKeepsWhatItHadWhenTheyAreWrong() throws Exception {
    ConfigFolder config = new ConfigFolder(Optional.of(folder));
    List<FolderContent> heard = new ArrayList<>();
    config.onChange(heard::add);

    Files.writeString(folder.resolve("webhooks.json"), WEBHOOK);
    config.refresh();
    config.refresh();
    assertThat(heard).hasSize(1);
    assertThat(config.content().webhooks()).hasSize(1);

    Files.writeString(folder.resolve("webhooks.json"), "[{\"name\":\"x\",\"url\":\"nowhere\"}]");
    config.refresh();
    assertThat(config.content().webhooks()).hasSize(1);
    assertThat(config.problem())
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "webhooks.json[0].url must be an address of http, https, or a broker's (redis, rediss, nats, nats+tls, amqp, amqps, kafka, kafkas), with a port from 1 to 65535 if any."));
    assertThat(heard).hasSize(1);

    Files.delete(folder.resolve("webhooks.json"));
    config.refresh();
    assertThat(config.content().webhooks()).isEmpty();
    assertThat(config.problem()).isEmpty();
  }

  @Test
  void refusesAtTheStartWhatItCannotUse() throws Exception {
    Files.writeString(
        folder.resolve("webhooks.json"),
        "[{\"name\":\"a\",\"url\":\"https://a\",\"secret\":1},{\"name\":\"a\"}]");
    Files.writeString(folder.resolve("api-keys.json"), "{}");

    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("webhooks.json[0].secret is not a field")
        .hasMessageContaining("webhooks.json[1].name is used twice")
        .hasMessageContaining("webhooks.json[1].url is required")
        .hasMessageContaining("api-keys.json must be a JSON list");
  }

  @Test
  void readsServiceAccounts() throws Exception {
    Files.writeString(
        folder.resolve("service-accounts.json"),
        "[{\"namespace\":\"shop\",\"name\":\"orders\",\"scopes\":[\"send\"]}]");

    assertThat(new ConfigFolder(Optional.of(folder)).content().serviceAccounts())
        .singleElement()
        .hasToString("ApiKey[system:serviceaccount:shop:orders [SEND]]");

    Files.writeString(folder.resolve("service-accounts.json"), "[{\"name\":\"orders\"}]");
    assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
        .hasMessageContaining("service-accounts.json[0].namespace is required.");
  }

  @Test
  void readsTheLimitOfAKey() throws Exception {
    Path file = folder.resolve("api-keys.json");
    String key = "{\"name\":\"shop\",\"key\":\"k\",\"scopes\":[\"read\"],\"requestsPerMinute\":%s}";
    Files.writeString(file, "[" + key.formatted("90") + "]");
    assertThat(new ConfigFolder(Optional.of(folder)).content().apiKeys().getFirst())
        .satisfies(read -> assertThat(read.requestsPerMinute()).hasValue(90));

    for (String wrong : List.of("0", "-1", "\"90\"", "1.5", "1000001", "null", "1e30")) {
      Files.writeString(file, "[" + key.formatted(wrong) + "]");
      assertThatThrownBy(() -> new ConfigFolder(Optional.of(folder)))
          .hasMessageContaining("api-keys.json[0].requestsPerMinute must be a whole number");
    }
  }

  @Test
  void makesSecretsOnceForTheirOwnerAlone() throws Exception {
    StandaloneSecrets secrets = new StandaloneSecrets(folder.resolve("data"));

    Secret made = secrets.readOrMake("api-key", () -> "first");
    Secret again = secrets.readOrMake("api-key", () -> "second");

    assertThat(made).isEqualTo(again).isEqualTo(new Secret("first"));
    assertThat(Files.getPosixFilePermissions(secrets.file("api-key")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**.new");
  }
}
