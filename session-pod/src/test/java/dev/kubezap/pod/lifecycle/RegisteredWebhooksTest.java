package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.DataKey;
import dev.kubezap.pod.store.KeyRotation;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.pod.store.RowCipher;
import dev.kubezap.pod.store.TestStore;
import dev.kubezap.pod.webhook.RegistrationTable;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RegisteredWebhooksTest {
  private static final WebhookSetting ORDERS =
      new WebhookSetting(
          "orders",
          URI.create("https://shop.example/path"),
          List.of("message.received"),
          Map.of("X-Token", new Secret("token")),
          List.of(new Secret("key one"), new Secret("key two")));

  @AutoClose private final TestStore test = TestStore.open();
  private final long epoch = test.lease().grant().epoch();

  @Test
  void anotherProcessFindsItAsItWasMade() throws Exception {
    assertThat(webhooks().put(epoch, ORDERS)).isTrue();

    RegisteredWebhooks next = webhooks();
    assertThat(next.settings()).isEmpty();
    next.load();
    assertThat(next.settings()).containsExactly(ORDERS);
    assertThat(TestDatabase.number(count("position(convert_to('token', 'UTF8') in sealed) > 0")))
        .as("rows with a secret in the clear")
        .isZero();
  }

  @Test
  void keepsItsPlaceOverAChangeAndForgetsItWhenRemoved() throws Exception {
    RegisteredWebhooks webhooks = webhooks();
    webhooks.put(epoch, ORDERS);
    TestDatabase.execute(
        "update kubezap.webhook set position = 77 where session_id = " + test.session());
    webhooks.put(epoch, ORDERS);
    assertThat(TestDatabase.number(count("position = 77"))).isEqualTo(1);

    assertThat(webhooks.remove(epoch, "orders")).isTrue();
    assertThat(webhooks.settings()).isEmpty();
    assertThat(TestDatabase.number(count("true"))).isZero();
  }

  @Test
  void formerOwnerChangesNothing() throws Exception {
    RegisteredWebhooks webhooks = webhooks();
    webhooks.put(epoch, ORDERS);
    test.takeOver();

    assertThat(webhooks.remove(epoch, "orders")).isFalse();
    assertThat(webhooks.put(epoch, other())).isFalse();
    webhooks.load();
    assertThat(webhooks.settings()).containsExactly(ORDERS);
  }

  @Test
  void isEncryptedAnewUnderANewDataKey() throws Exception {
    DataKey old = new DataKey(new byte[DataKey.LENGTH]);
    byte[] bytes = new byte[DataKey.LENGTH];
    bytes[0] = 1;
    DataKey present = new DataKey(bytes);
    webhooks().put(epoch, ORDERS);

    AtomicLong reencrypted = new AtomicLong();
    KeyRotation rotation =
        new KeyRotation(
            test.reads(),
            test.session(),
            new RecordCipher(List.of(present, old), new SecureRandom()),
            new KeyRotation.Progress() {
              @Override
              public void reencrypted(long records) {
                reencrypted.addAndGet(records);
              }

              @Override
              public void rotating(boolean running) {
                // Told for metrics alone.
              }
            });
    rotation.start();
    Awaitility.await().until(() -> reencrypted.get() == 1);
    rotation.close();

    RegisteredWebhooks next = webhooks(present);
    next.load();
    assertThat(next.settings()).containsExactly(ORDERS);
    RegisteredWebhooks before = webhooks();
    before.load();
    assertThat(before.settings()).as("with the old key alone").isEmpty();
  }

  @Test
  void placeOfADeclaredOneIsNoRegistration() throws Exception {
    TestDatabase.execute(
        "insert into kubezap.webhook (session_id, name, position) values (%d, 'shop', 5)"
            .formatted(test.session()));
    RegisteredWebhooks webhooks = webhooks();
    webhooks.load();
    assertThat(webhooks.settings()).isEmpty();
  }

  private static WebhookSetting other() {
    return new WebhookSetting(
        "other", URI.create("https://shop.example/"), List.of(), Map.of(), List.of());
  }

  private String count(String condition) {
    return "select count(*) from kubezap.webhook where session_id = %d and %s"
        .formatted(test.session(), condition);
  }

  private RegisteredWebhooks webhooks() {
    return webhooks(new DataKey(new byte[DataKey.LENGTH]));
  }

  private RegisteredWebhooks webhooks(DataKey key) {
    RecordCipher cipher = new RecordCipher(List.of(key), new SecureRandom());
    return new RegisteredWebhooks(
        new RegistrationTable(test.reads(), test.session(), new RowCipher(cipher, test.session())));
  }
}
