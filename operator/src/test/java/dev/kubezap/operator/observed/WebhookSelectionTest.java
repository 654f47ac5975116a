package dev.kubezap.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.EventType;
import dev.kubezap.crd.v1alpha1.SecretKeyReference;
import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSelectionTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url: a                                                                              | {}           | true
          selector: {}                                                                        | {}           | true
          selector: {matchLabels: {team: shop}}                                               | {team: shop} | true
          selector: {matchLabels: {team: shop}}                                               | {team: bank} | false
          selector: {matchLabels: {team: shop}}                                               | {}           | false
          selector: {matchLabels: {team: shop, tier: a}}                                      | {team: shop} | false
          selector: {matchExpressions: [{key: team, operator: In, values: [bank, shop]}]}     | {team: shop} | true
          selector: {matchExpressions: [{key: team, operator: In, values: [bank]}]}           | {team: shop} | false
          selector: {matchExpressions: [{key: team, operator: In, values: [bank]}]}           | {}           | false
          selector: {matchExpressions: [{key: team, operator: NotIn, values: [bank]}]}        | {team: shop} | true
          selector: {matchExpressions: [{key: team, operator: NotIn, values: [bank]}]}        | {}           | true
          selector: {matchExpressions: [{key: team, operator: NotIn, values: [bank]}]}        | {team: bank} | false
          selector: {matchExpressions: [{key: team, operator: Exists}]}                       | {team: bank} | true
          selector: {matchExpressions: [{key: team, operator: Exists}]}                       | {tier: a}    | false
          selector: {matchExpressions: [{key: team, operator: DoesNotExist}]}                 | {tier: a}    | true
          selector: {matchExpressions: [{key: team, operator: DoesNotExist}]}                 | {team: shop} | false
          selector: {matchExpressions: [{key: team, operator: Like, values: [shop]}]}         | {team: shop} | false
          selector: {matchLabels: {tier: a}, matchExpressions: [{key: team, operator: Exists}]} | {team: b, tier: a} | true
          selector: {matchLabels: {tier: a}, matchExpressions: [{key: team, operator: Exists}]} | {tier: a}  | false
          """)
  void selectsAsKubernetesDoes(String spec, String labels, boolean selected) {
    var session =
        YAML.unmarshal("metadata: {name: support, labels: " + labels + "}", WhatsAppSession.class);

    assertThat(WebhookSelection.selects(webhook("orders", spec), session)).isEqualTo(selected);
  }

  @Test
  void theyComeInTheOrderOfTheirNamesUnderNamesThatNoOwnOneHas() {
    WhatsAppWebhook orders =
        webhook(
            "orders",
            "{url: 'https://a.example/', events: [message.received],"
                + " signingKeySecretRef: {name: hook, key: key}}");
    WhatsAppWebhook audit = webhook("audit", "{url: 'https://b.example/'}");

    assertThat(WebhookSelection.of(List.of(orders, audit)))
        .isEqualTo(
            Result.found(
                List.of(
                    new Webhook("selected.audit", "https://b.example/", null, List.of(), null),
                    new Webhook(
                        "selected.orders",
                        "https://a.example/",
                        List.of(EventType.MESSAGE_RECEIVED),
                        List.of(),
                        new SecretKeyReference("hook", "key")))));
    assertThat(WebhookSelection.of(List.of())).isEqualTo(Result.found(List.of()));
  }

  @Test
  void whatThisOperatorDoesNotKnowIsNotDeliveredInPart() {
    WhatsAppWebhook newer =
        webhook("orders", "{url: 'https://a.example/', events: [message.received, brain.wave]}");

    assertThat(WebhookSelection.of(List.of(newer)))
        .isEqualTo(
            Result.missing(
                Problem.blocking(
                    "SettingUnknown",
                    "WhatsAppWebhook orders: spec.events[1] is brain.wave: this operator does not"
                        + " know that: use one of a version that does, or change it")));
  }

  @Test
  void tooManyAreRefusedByNumber() {
    List<WhatsAppWebhook> many =
        IntStream.range(0, 33).mapToObj(number -> webhook("w" + number, "url: a")).toList();

    assertThat(WebhookSelection.of(many))
        .isEqualTo(
            Result.missing(
                Problem.blocking(
                    "WebhooksTooMany",
                    "33 WhatsAppWebhooks select this session, and at most 32 may: narrow the"
                        + " selectors of some")));
    assertThat(WebhookSelection.of(many.subList(0, 32))).isInstanceOf(Result.Found.class);
  }

  private static WhatsAppWebhook webhook(String name, String spec) {
    return YAML.unmarshal(
        "metadata: {name: " + name + ", namespace: shop}\nspec:\n" + spec.indent(2),
        WhatsAppWebhook.class);
  }
}
