package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.api.WebhookChange;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.metrics.SessionMetrics;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.DataKey;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.pod.store.RowCipher;
import dev.kubezap.pod.store.TestStore;
import dev.kubezap.pod.webhook.AddressPolicy;
import dev.kubezap.pod.webhook.Delivering;
import dev.kubezap.pod.webhook.GivenUpListener;
import dev.kubezap.pod.webhook.Posting;
import dev.kubezap.pod.webhook.RegistrationTable;
import dev.kubezap.pod.webhook.RetryPolicy;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import dev.kubezap.pod.webhook.Webhooks;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks of the configuration folder and of the API beside one another. */
class SessionWebhooksTest {
  @TempDir private Path folder;
  @AutoClose private final TestStore test = TestStore.open();
  private SessionWebhooks webhooks;
  private ConfigFolder configuration;

  @BeforeEach
  void open() throws Exception {
    declare("shop");
    configuration = new ConfigFolder(Optional.of(folder));
    StatusReporter status =
        new StatusReporter(new CurrentSession("2.3000.1"), "pod", Optional.empty());
    webhooks =
        new SessionWebhooks(
            new DeclaredWebhooks(Optional.empty(), status),
            configuration,
            (connection, session, events) ->
                new Webhooks(
                    connection,
                    session,
                    events,
                    new EventSignal(),
                    new Posting(
                        new AddressPolicy(false),
                        new LazyTls(),
                        new CloudEventJson("shop", "support")),
                    new Delivering(
                        RetryPolicy.DEFAULT,
                        new SessionMetrics(Clock.systemUTC()),
                        GivenUpListener.NONE,
                        Clock.systemUTC(),
                        () -> 0.5)));
    RecordCipher cipher =
        new RecordCipher(List.of(new DataKey(new byte[DataKey.LENGTH])), new SecureRandom());
    webhooks.open(
        test.reads(),
        test.session(),
        test.events(),
        new RegisteredWebhooks(
            new RegistrationTable(
                test.reads(), test.session(), new RowCipher(cipher, test.session()))));
  }

  @AfterEach
  void close() {
    webhooks.stop();
  }

  @Test
  void onlyTheOwnerMakesOne() {
    assertThat(webhooks.put(setting("orders"))).isEqualTo(WebhookChange.STANDBY);
    own();
    assertThat(webhooks.put(setting("orders"))).isEqualTo(WebhookChange.CREATED);
    assertThat(webhooks.put(setting("orders"))).isEqualTo(WebhookChange.REPLACED);
    assertThat(names()).containsExactly("shop", "orders");
    assertThat(webhooks.isRegistered("orders")).isTrue();
    assertThat(webhooks.isRegistered("shop")).isFalse();

    assertThat(webhooks.remove("orders")).isEqualTo(WebhookChange.REMOVED);
    assertThat(webhooks.remove("orders")).isEqualTo(WebhookChange.UNKNOWN);
    assertThat(names()).containsExactly("shop");
  }

  @Test
  void declaredOneIsNotChangedAndStandsBeforeOneOfItsName() throws Exception {
    own();
    assertThat(webhooks.put(setting("shop"))).isEqualTo(WebhookChange.DECLARED);
    assertThat(webhooks.remove("shop")).isEqualTo(WebhookChange.DECLARED);

    webhooks.put(setting("orders"));
    declare("orders");
    configuration.refresh();
    assertThat(names()).containsExactly("orders");
    assertThat(webhooks.isRegistered("orders")).isFalse();
    assertThat(webhooks.remove("orders")).isEqualTo(WebhookChange.DECLARED);

    declare("shop");
    configuration.refresh();
    assertThat(names()).as("its own again").containsExactly("shop", "orders");
  }

  @Test
  void thereAreNotMoreThanMayBe() {
    own();
    for (int number = 0; number < 32; number++) {
      assertThat(webhooks.put(setting("n" + number))).isEqualTo(WebhookChange.CREATED);
    }
    assertThat(webhooks.put(setting("one-more"))).isEqualTo(WebhookChange.TOO_MANY);
    assertThat(webhooks.put(setting("n7"))).isEqualTo(WebhookChange.REPLACED);
  }

  /** A table refers to its row, so that the database refuses to delete it. */
  @Test
  void oneThatTheDatabaseDoesNotForgetDeliversOn() throws Exception {
    own();
    webhooks.put(setting("orders"));
    String holding = "holding_" + test.session();
    TestDatabase.execute(
        "create table %s as select session_id, name from kubezap.webhook where session_id = %d and name = 'orders'"
            .formatted(holding, test.session()));
    TestDatabase.execute(
        "alter table %s add foreign key (session_id, name) references kubezap.webhook"
            .formatted(holding));

    assertThatThrownBy(() -> webhooks.remove("orders"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(webhooks.replay("orders", List.of())).as("it delivers").isPresent();

    TestDatabase.execute("drop table " + holding);
    assertThat(webhooks.remove("orders")).isEqualTo(WebhookChange.REMOVED);
    assertThat(webhooks.replay("orders", List.of())).isEmpty();
  }

  private void own() {
    webhooks.start(test.lease().grant().epoch());
  }

  private List<String> names() {
    return webhooks.endpoints().stream().map(WebhookEndpoint::name).toList();
  }

  private void declare(String name) throws Exception {
    Files.writeString(
        folder.resolve("webhooks.json"),
        "[{\"name\":\"%s\",\"url\":\"https://declared.example/\"}]".formatted(name));
  }

  private static WebhookSetting setting(String name) {
    return new WebhookSetting(
        name, URI.create("https://made.example/"), List.of(), Map.of(), List.of());
  }
}
