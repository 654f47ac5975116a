package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.config.ConfigurationException;
import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.WebhookSetting;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeclaredWebhooksTest {

  @Test
  void refusesAVariableThatCannotBeUsed() {
    refuses("https://shop.example/hooks", List.of("message.recieved"), "whsec_AAAA", "no event");
    refuses("https://shop.example/hooks", List.of(), "whsec_??", "must go on in base64");
  }

  @Test
  void tellsWhichEventsThisVersionDoesNotRaise() {
    WebhookSetting setting =
        new WebhookSetting(
            "shop",
            URI.create("https://shop.example/hooks"),
            List.of("message.received", "moon.risen"),
            Map.of(),
            List.of());
    assertThat(DeclaredWebhooks.notRaised(List.of(DeclaredWebhooks.endpoint(setting))))
        .contains(
            "This version of the session's image does not raise moon.risen (webhook shop): take"
                + " them out, or use an image that does.");
    assertThat(DeclaredWebhooks.notRaised(List.of())).isEmpty();
  }

  private void refuses(String url, List<String> events, String key, String why) {
    WebhookSetting setting =
        new WebhookSetting(
            "environment", URI.create(url), events, Map.of(), List.of(new Secret(key)));
    StatusReporter status =
        new StatusReporter(new CurrentSession("2.3000.1"), "pod", Optional.empty());
    assertThatThrownBy(() -> new DeclaredWebhooks(Optional.of(setting), status))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("KUBEZAP_WEBHOOK_")
        .hasMessageContaining(why)
        .hasMessageNotContaining(key);
  }
}
