package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhookStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator writes into a webhook's status wakes none of the sessions that it selects. */
class WebhookChangesTest {

  @Test
  void aStatusIsNoNewsAndASpecIs() {
    assertThat(SelectingWebhooks.changed(webhook(1, 5), webhook(1, 4))).isFalse();
    assertThat(SelectingWebhooks.changed(webhook(2, 4), webhook(1, 4))).isTrue();
    var going = webhook(1, 4);
    going.getMetadata().setDeletionTimestamp("2026-11-25T00:00:00Z");
    assertThat(SelectingWebhooks.changed(going, webhook(1, 4))).isTrue();
  }

  private static WhatsAppWebhook webhook(long generation, int selected) {
    var webhook = new WhatsAppWebhook();
    webhook.getMetadata().setGeneration(generation);
    webhook.setStatus(new WhatsAppWebhookStatus(generation, selected, List.of()));
    return webhook;
  }
}
