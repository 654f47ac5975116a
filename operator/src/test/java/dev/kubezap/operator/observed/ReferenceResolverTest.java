package dev.kubezap.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WebhookRetry;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import dev.kubezap.operator.settings.DatabaseLogin;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceResolverTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final DatabaseLogin DEFAULT =
      new DatabaseLogin("jdbc:postgresql://db/kubezap", "kubezap", "pw");
  private static final String OWN_DATABASE = "database: {secretRef: {name: db}}";

  @Test
  void aSessionThatNamesNoDatabaseTakesTheOperators() {
    assertThat(database("{}", Map.of(), Optional.of(DEFAULT))).isEqualTo(Result.found(DEFAULT));
  }

  @Test
  void aDatabaseThatNobodyNamesNeedsAPerson() {
    Problem problem = onlyProblem(database("{}", Map.of(), Optional.empty()));

    assertThat(problem.reason()).isEqualTo("DatabaseMissing");
    assertThat(problem.blocking()).isTrue();
    assertThat(resolve("{}", Map.of(), Optional.empty())).isInstanceOf(Result.Missing.class);
  }

  @Test
  void aSessionsOwnDatabaseIsReadFromItsSecretWithoutTheSpacesAroundIt() {
    Map<String, Map<String, String>> secrets =
        Map.of("db", Map.of("url", " jdbc:postgresql://own/x\n", "user", "me\n", "password", " p"));

    assertThat(database(OWN_DATABASE, secrets, Optional.of(DEFAULT)))
        .isEqualTo(Result.found(new DatabaseLogin("jdbc:postgresql://own/x", "me", " p")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"url", "user", "password"})
  void aDatabaseSecretWithoutAKeyIsAwaited(String key) {
    Map<String, String> content = new java.util.HashMap<>();
    content.put("url", "jdbc:postgresql://own/x");
    content.put("user", "me");
    content.put("password", "p");
    content.put(key, " ");

    Problem problem =
        onlyProblem(database(OWN_DATABASE, Map.of("db", content), Optional.of(DEFAULT)));

    assertThat(problem)
        .isEqualTo(Problem.absent("SecretMissing", "Secret db has no key " + key + ": add it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql://own/x", "jdbc:postgresql://own/x?password=p"})
  void aDatabaseUrlThatIsNotOneOrCarriesAPasswordNeedsAPerson(String url) {
    Map<String, Map<String, String>> secrets =
        Map.of("db", Map.of("url", url, "user", "me", "password", "p"));

    Problem problem = onlyProblem(database(OWN_DATABASE, secrets, Optional.of(DEFAULT)));

    assertThat(problem.reason()).isEqualTo("DatabaseInvalid");
    assertThat(problem.blocking()).isTrue();
    assertThat(problem.message()).contains("Secret db").doesNotContain("password=p");
  }

  @Test
  void everySecretThatIsMissingIsNamedAtOnce() {
    Result<References> result =
        resolve(
            """
            proxySecretRef: {name: proxy, key: url}
            webhooks:
            - name: orders
              url: https://orders.example/
              headers: [{name: x-token, secretRef: {name: token, key: value}}]
              signingKeySecretRef: {name: signing, key: key}
            """,
            Map.of(),
            Optional.of(DEFAULT));

    assertThat(problems(result))
        .extracting(Problem::message)
        .containsExactly(
            "Secret token does not exist: create it with the key value",
            "Secret signing does not exist: create it with the key key",
            "Secret proxy does not exist: create it with the key url");
    assertThat(problems(result)).allMatch(problem -> !problem.blocking());
  }

  @Test
  void theKeysOfABucketAreThoseThatItsClaimWrites() {
    String bucket =
        """
        media:
          bucket:
            endpoint: https://s3.example
            name: media
            credentialsSecretRef: {name: bucket}
        """;
    Map<String, String> keys =
        Map.of("AWS_ACCESS_KEY_ID", "id\n", "AWS_SECRET_ACCESS_KEY", "secret\n");

    ResolvedBucket found =
        ((Result.Found<References>) resolve(bucket, Map.of("bucket", keys), Optional.of(DEFAULT)))
            .value()
            .bucket()
            .orElseThrow();
    assertThat(found.accessKey()).isEqualTo("id");
    assertThat(found.secretKey()).isEqualTo("secret");
    assertThat(found.authorities()).isEmpty();
    assertThat(found.toString()).doesNotContain("secret,").doesNotContain("id,");

    assertThat(problems(resolve(bucket, Map.of(), Optional.of(DEFAULT))))
        .extracting(Problem::message)
        .containsExactly("Secret bucket does not exist: create it with the key AWS_ACCESS_KEY_ID");
    assertThat(
            problems(
                resolve(
                    bucket,
                    Map.of("bucket", Map.of("AWS_ACCESS_KEY_ID", "id")),
                    Optional.of(DEFAULT))))
        .extracting(Problem::message)
        .containsExactly("Secret bucket has no key AWS_SECRET_ACCESS_KEY: add it");
  }

  @Test
  void aSecretThatMayNotBeUsedIsNotRead() {
    Problem refusal = Problem.blocking("Forbidden", "not this one");
    var resolver =
        new ReferenceResolver(
            name -> Optional.of(Map.of("url", "http://proxy:3128")),
            name -> name.equals("proxy") ? Optional.of(refusal) : Optional.empty());

    Result<References> result =
        resolver.resolve(spec("proxySecretRef: {name: proxy, key: url}"), Optional.of(DEFAULT));

    assertThat(problems(result)).containsExactly(refusal);
  }

  @Test
  void whatTheResourceRefersToIsLookedUp() {
    Result<References> result =
        resolve(
            """
            proxySecretRef: {name: proxy, key: url}
            webhooks:
            - name: orders
              url: https://orders.example/
              events: [message.received]
              headers:
              - {name: x-token, secretRef: {name: token, key: value}}
              - {name: x-plain, value: ' as written '}
              signingKeySecretRef: {name: signing, key: key}
              timeout: PT5S
              retry: {forHours: 4}
              maxAttempts: 5
            """,
            Map.of(
                "proxy", Map.of("url", "socks5://proxy:1080\n"),
                "token", Map.of("value", "t0p\n"),
                "signing", Map.of("key", "\n new  old older\n")),
            Optional.of(DEFAULT));

    References references = found(result);
    assertThat(references.database()).isEqualTo(DEFAULT);
    assertThat(references.proxy()).contains("socks5://proxy:1080");
    ResolvedWebhook webhook = references.webhooks().getFirst();
    assertThat(webhook.name()).isEqualTo("orders");
    assertThat(webhook.url()).isEqualTo("https://orders.example/");
    assertThat(webhook.events()).containsExactly("message.received");
    assertThat(webhook.headers())
        .containsExactly(Map.entry("x-plain", " as written "), Map.entry("x-token", "t0p"));
    assertThat(webhook.signingKeys())
        .as("two while they are rotated")
        .containsExactly("new", "old");
    assertThat(webhook.timeout()).isEqualTo("PT5S");
    assertThat(webhook.retry()).isEqualTo(new WebhookRetry(4));
    assertThat(webhook.maxAttempts()).isEqualTo(5);
  }

  @Test
  void aWebhookWithoutANameKeepsOneAsLongAsItsUrlStays() {
    String first = nameOf("https://a.example/");

    assertThat(first).startsWith("url-").hasSize(16).isEqualTo(nameOf("https://a.example/"));
    assertThat(nameOf("https://b.example/")).isNotEqualTo(first);
  }

  private static String nameOf(String url) {
    return found(resolve("webhooks: [{url: '" + url + "'}]", Map.of(), Optional.of(DEFAULT)))
        .webhooks()
        .getFirst()
        .name();
  }

  private static Result<DatabaseLogin> database(
      String spec, Map<String, Map<String, String>> secrets, Optional<DatabaseLogin> otherwise) {
    return resolver(secrets).database(spec(spec), otherwise);
  }

  private static Result<References> resolve(
      String spec, Map<String, Map<String, String>> secrets, Optional<DatabaseLogin> otherwise) {
    return resolver(secrets).resolve(spec(spec), otherwise);
  }

  private static ReferenceResolver resolver(Map<String, Map<String, String>> secrets) {
    return new ReferenceResolver(
        name -> Optional.ofNullable(secrets.get(name)), name -> Optional.empty());
  }

  private static <T> Problem onlyProblem(Result<T> result) {
    assertThat(problems(result)).hasSize(1);
    return problems(result).getFirst();
  }

  private static <T> List<Problem> problems(Result<T> result) {
    assertThat(result).isInstanceOf(Result.Missing.class);
    return ((Result.Missing<T>) result).problems();
  }

  private static References found(Result<References> result) {
    assertThat(result).isInstanceOf(Result.Found.class);
    return ((Result.Found<References>) result).value();
  }

  private static WhatsAppSessionSpec spec(String spec) {
    String indented = spec.equals("{}") ? "  {}" : spec.strip().indent(2);
    return YAML.unmarshal("spec:\n" + indented, WhatsAppSession.class).getSpec();
  }
}
