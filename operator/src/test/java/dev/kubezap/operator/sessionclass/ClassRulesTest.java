package dev.kubezap.operator.sessionclass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.MediaBucket;
import dev.kubezap.crd.v1alpha1.SecretName;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.References;
import dev.kubezap.operator.observed.ResolvedBucket;
import dev.kubezap.operator.observed.ResolvedWebhook;
import dev.kubezap.operator.settings.DatabaseLogin;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassRulesTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String BEGINNING = "WhatsAppSessionClass gold does not permit ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {images: [r.example/zap/]}                     | {image: r.example/zap/pod:1}
          {images: [r.example/zap]}                      | {image: r.example/zap}
          {images: [r.example/zap]}                      | {image: r.example/zap@sha256:01}
          {images: [a.example/, r.example/zap]}          | {image: r.example/zap/pod}
          {images: [r.example/zap/]}                     | {}
          {storageClassNames: [fast]}                    | {storage: {storageClassName: fast}}
          {storageClassNames: [fast]}                    | {storage: {size: 2Gi}}
          {maximum: {storage: 2Gi}}                      | {storage: {size: 2048Mi}}
          {maximum: {storage: 2Gi}}                      | {}
          {maximum: {memory: 1Gi, cpu: 1}}               | {}
          {maximum: {memory: 1Gi, cpu: 1}}               | {resources: {limits: {memory: 1024Mi, cpu: 1000m}}}
          {maximum: {gpu.example/a: 0}}                  | {resources: {limits: {memory: 1Gi}}}
          {namespaces: [shop]}                           | {}
          {namespaces: [bank, sh*]}                      | {}
          {images: [], namespaces: [], maximum: {}}      | {image: anything}
          {network: {}}                                  | {network: {from: [{namespace: '*'}], publicPorts: [25], to: [{cidr: 10.0.0.0/8}]}}
          {network: {from: []}}                          | {network: {from: [{namespace: shop}]}}
          {network: {from: [team-*]}}                    | {network: {from: [{namespace: team-a}]}}
          {network: {namespaces: []}}                    | {network: {to: [{podLabels: {a: b}}, {namespace: shop}]}}
          {network: {cidrs: [10.20.0.0/16]}}             | {network: {to: [{cidr: 10.20.7.0/24}]}}
          {network: {publicPorts: [8443]}}               | {network: {publicPorts: [8443]}}
          """)
  void permits(String policy, String spec) {
    assertThat(ClassRules.violation(session(spec), chosen(policy))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {images: [r.example/zap/]}   | {image: evil/zap}                         | spec.image evil/zap: images begin with r.example/zap/
          {images: [r.example/zap, b/]} | {image: r.example/zapper}                | spec.image r.example/zapper: images begin with r.example/zap or b/
          {images: [r.example]}        | {image: r.example.evil/zap}               | spec.image r.example.evil/zap: images begin with r.example
          {storageClassNames: [a, b]}  | {storage: {storageClassName: fast}}       | spec.storage.storageClassName fast: it is a or b
          {maximum: {storage: 2Gi}}    | {storage: {size: 3Gi}}                    | spec.storage.size 3Gi: at most 2Gi
          {maximum: {memory: 1Gi}}     | {resources: {limits: {memory: 2Gi}}}      | spec.resources.limits.memory 2Gi: at most 1Gi
          {maximum: {memory: 1Gi}}     | {resources: {limits: {cpu: 1}}}           | spec.resources without limits.memory: set it to at most 1Gi
          {maximum: {cpu: 500m}}       | {resources: {requests: {cpu: 1}, limits: {cpu: 1}}} | spec.resources.requests.cpu 1: at most 500m; nor spec.resources.limits.cpu 1: at most 500m
          {maximum: {gpu.example/a: 0}} | {resources: {limits: {gpu.example/a: 1}}} | spec.resources.limits.gpu.example/a 1: at most 0
          {namespaces: [bank, team-*]} | {}                                        | metadata.namespace shop: it is for bank or team-*
          {network: {from: [team-*]}}  | {network: {from: [{namespace: '*'}]}}     | spec.network.from namespace *: it is team-*
          {network: {from: []}}        | {network: {from: [{namespace: bank}]}}    | spec.network.from namespace bank: it is the session's own
          {network: {publicPorts: []}} | {network: {publicPorts: [25]}}            | spec.network.publicPorts 25: it is none
          {network: {namespaces: [a]}} | {network: {to: [{namespace: bank}]}}      | spec.network.to in namespace bank: it is a
          {network: {cidrs: [10.20.0.0/16]}} | {network: {to: [{cidr: 10.0.0.0/8}]}} | spec.network.to cidr 10.0.0.0/8: it is in 10.20.0.0/16
          {network: {cidrs: []}}       | {network: {to: [{cidr: 'fd00:20::/64'}]}} | spec.network.to cidr fd00:20::/64: it is in no range at all
          {namespaces: [bank], images: [a/]} | {image: b}                          | metadata.namespace shop: it is for bank; nor spec.image b: images begin with a/
          """)
  void namesFieldValueAndClass(String policy, String spec, String violation) {
    assertThat(ClassRules.violation(session(spec), chosen(policy)))
        .contains(Problem.blocking("ClassForbids", BEGINNING + violation));
  }

  /** A URL opens the network as a setting does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          https://hooks.example/                | -                         | -                                    | - | -
          http://orders.shop.svc/               | http://proxy:3128         | jdbc:postgresql://db.shop.svc/a      | - | -
          http://orders.team-a.svc:8080/        | -                         | -                                    | - | -
          http://orders.bank.svc/               | -                         | -                                    | - | webhook orders in namespace bank: it is team-*
          http://10.20.1.1/                     | socks5://10.20.1.2:1080   | jdbc:postgresql://10.20.1.3/a        | - | -
          http://10.21.1.1/                     | -                         | -                                    | - | webhook orders 10.21.1.1/32: it is in 10.20.0.0/16
          -                                     | http://u:p@p.bank.svc:1/  | -                                    | - | the proxy of spec.proxySecretRef in namespace bank: it is team-*
          -                                     | -                         | jdbc:postgresql://db.bank.svc:25/a   | - | the database of spec.database in namespace bank: it is team-*
          -                                     | -                         | jdbc:postgresql://db.team-a.svc,db.example:5433/a | - | the database of spec.database at db.example: name it by an address in 10.20.0.0/16
          - | - | - | https://s3.eu-central-1.amazonaws.com | -
          - | - | - | http://minio.bank.svc:9000 | the bucket of spec.media in namespace bank: it is team-*
          - | - | - | http://10.21.1.1:9000 | the bucket of spec.media 10.21.1.1/32: it is in 10.20.0.0/16
          """)
  void whereUrlsLeadIsBoundToo(
      @Nullable String webhook,
      @Nullable String proxy,
      @Nullable String database,
      @Nullable String bucket,
      @Nullable String violation) {
    String spec = database == null ? "{}" : "{database: {secretRef: {name: own}}}";
    EffectiveSpec effective =
        EffectiveSpec.of(
            session(spec).getSpec(),
            chosen("{network: {namespaces: [team-*], cidrs: [10.20.0.0/16]}}"),
            Optional.empty());
    var references =
        new References(
            new DatabaseLogin(
                Objects.requireNonNullElse(database, "jdbc:postgresql://db.kubezap.svc/k"),
                "u",
                "p"),
            webhook == null
                ? List.of()
                : List.of(
                    new ResolvedWebhook(
                        "orders",
                        webhook,
                        List.of(),
                        new TreeMap<>(),
                        List.of(),
                        null,
                        null,
                        null)),
            Optional.ofNullable(proxy),
            Optional.ofNullable(bucket)
                .map(
                    endpoint ->
                        new ResolvedBucket(
                            new MediaBucket(
                                endpoint, null, "media", null, null, new SecretName("keys")),
                            "access",
                            "secret",
                            Optional.empty())));

    assertThat(ClassRules.reach(effective, references, "shop"))
        .isEqualTo(
            Optional.ofNullable(violation)
                .map(text -> Problem.blocking("ClassForbids", BEGINNING + text)));
  }

  @Test
  void aClassWithoutAPolicyPermitsEverything() {
    var plain = YAML.unmarshal("metadata: {name: plain}", WhatsAppSessionClass.class);

    assertThat(ClassRules.violation(session("{image: anything}"), plain)).isEmpty();
  }

  @Test
  void secretsNeedTheirLabelWhereTheClassSaysSo() {
    EffectiveSpec labelled =
        EffectiveSpec.of(session("{}").getSpec(), chosen("{secrets: Labelled}"), Optional.empty());
    EffectiveSpec any =
        EffectiveSpec.of(session("{}").getSpec(), chosen("{secrets: Any}"), Optional.empty());

    assertThat(ClassRules.secret(labelled, "hook", Map.of("kubezap.dev/for-sessions", "true")))
        .isEmpty();
    assertThat(ClassRules.secret(any, "hook", Map.of())).isEmpty();
    assertThat(ClassRules.secret(labelled, "hook", Map.of("kubezap.dev/for-sessions", "yes")))
        .contains(
            Problem.blocking(
                "ClassForbids",
                BEGINNING
                    + "Secret hook: it takes Secrets with the label kubezap.dev/for-sessions: \"true\""));
  }

  private static WhatsAppSession session(String spec) {
    return YAML.unmarshal(
        "metadata: {name: support, namespace: shop}\nspec: " + spec, WhatsAppSession.class);
  }

  private static WhatsAppSessionClass chosen(String policy) {
    return YAML.unmarshal(
        "metadata: {name: gold}\nspec: {policy: " + policy + "}", WhatsAppSessionClass.class);
  }
}
