package dev.kubezap.operator.observed;

import dev.kubezap.crd.v1alpha1.EventType;
import dev.kubezap.crd.v1alpha1.Media;
import dev.kubezap.crd.v1alpha1.MediaBucket;
import dev.kubezap.crd.v1alpha1.SecretKeyReference;
import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WebhookHeader;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhookSpec;
import dev.kubezap.operator.digest.Digest;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.settings.DatabaseUrl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Looks up what a resource refers to. Pure but for the lookup of Secrets that it is given. */
public final class ReferenceResolver {

  private static final String SECRET_MISSING = "SecretMissing";

  /** As claims of buckets, such as those of Rook, name the keys of theirs. */
  private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";

  private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
  private static final String AUTHORITIES = "ca.crt";

  private final Function<String, Optional<Map<String, String>>> secrets;
  private final Function<String, Optional<Problem>> refusals;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A resolver for one look at one session.
   *
   * @param secrets the content of a Secret of the session's namespace, by name
   * @param refusals why a Secret that is there may not be used, by its name; empty when it may
   */
  public ReferenceResolver(
      Function<String, Optional<Map<String, String>>> secrets,
      Function<String, Optional<Problem>> refusals) {
    this.secrets = secrets;
    this.refusals = refusals;
  }

  /**
   * Looks everything up.
   *
   * @param defaultDatabase database of sessions that name none
   */
  public Result<References> resolve(
      WhatsAppSessionSpec spec, Optional<DatabaseLogin> defaultDatabase) {
    Optional<DatabaseLogin> database = login(spec, defaultDatabase);
    List<ResolvedWebhook> webhooks = spec.webhooks().stream().map(this::webhook).toList();
    Optional<String> proxy =
        Optional.ofNullable(spec.proxySecretRef()).flatMap(this::value).map(String::strip);
    Optional<ResolvedBucket> bucket =
        Optional.ofNullable(spec.media()).map(Media::bucket).flatMap(this::bucket);
    return database.isPresent() && problems.isEmpty()
        ? Result.found(new References(database.get(), webhooks, proxy, bucket))
        : new Result.Missing<>(List.copyOf(problems));
  }

  /**
   * Looks up the database alone.
   *
   * @param defaultDatabase database of sessions that name none
   */
  public Result<DatabaseLogin> database(
      WhatsAppSessionSpec spec, Optional<DatabaseLogin> defaultDatabase) {
    return login(spec, defaultDatabase)
        .<Result<DatabaseLogin>>map(Result::found)
        .orElseGet(() -> new Result.Missing<>(List.copyOf(problems)));
  }

  /** Looks up the database alone that this Secret names. */
  public Result<DatabaseLogin> database(String secret) {
    return named(secret)
        .<Result<DatabaseLogin>>map(Result::found)
        .orElseGet(() -> new Result.Missing<>(List.copyOf(problems)));
  }

  private Optional<DatabaseLogin> login(
      WhatsAppSessionSpec spec, Optional<DatabaseLogin> defaultDatabase) {
    var reference = spec.database();
    if (reference == null) {
      if (defaultDatabase.isEmpty()) {
        problems.add(
            Problem.blocking(
                "DatabaseMissing",
                "neither the session nor the operator names a database: set spec.database.secretRef, or KUBEZAP_DATABASE_URL of"
                    + " the operator"));
      }
      return defaultDatabase;
    }
    return named(reference.secretRef().name());
  }

  private Optional<DatabaseLogin> named(String name) {
    Optional<String> url = value(new SecretKeyReference(name, "url")).map(String::strip);
    Optional<String> user = value(new SecretKeyReference(name, "user")).map(String::strip);
    Optional<String> password = value(new SecretKeyReference(name, "password"));
    if (url.isEmpty() || user.isEmpty() || password.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> wrong = DatabaseUrl.problem(url.get());
    if (wrong.isPresent()) {
      problems.add(
          Problem.blocking("DatabaseInvalid", "key url of Secret " + name + " " + wrong.get()));
      return Optional.empty();
    }
    return Optional.of(new DatabaseLogin(url.get(), user.get(), password.get()));
  }

  private Optional<ResolvedBucket> bucket(MediaBucket bucket) {
    String secret = bucket.credentialsSecretRef().name();
    Optional<String> access = value(new SecretKeyReference(secret, ACCESS_KEY)).map(String::strip);
    if (access.isEmpty()) {
      // A Secret that is missing is told once.
      return Optional.empty();
    }
    return value(new SecretKeyReference(secret, SECRET_KEY))
        .map(String::strip)
        .map(
            key ->
                new ResolvedBucket(
                    bucket,
                    access.get(),
                    key,
                    secrets
                        .apply(secret)
                        .map(keys -> keys.get(AUTHORITIES))
                        .filter(pem -> !pem.isBlank())));
  }

  /** What keeps one webhook from being delivered to. */
  public List<Problem> problems(Webhook webhook) {
    int before = problems.size();
    resolved(webhook);
    return List.copyOf(problems.subList(before, problems.size()));
  }

  private ResolvedWebhook webhook(Webhook webhook) {
    int before = problems.size();
    ResolvedWebhook resolved = resolved(webhook);
    String name = resolved.name();
    if (name.startsWith(WhatsAppWebhookSpec.PREFIX)) {
      // The session's own resource does not tell where it comes from.
      String resource = name.substring(WhatsAppWebhookSpec.PREFIX.length());
      problems
          .subList(before, problems.size())
          .replaceAll(problem -> problem.about("for the WhatsAppWebhook " + resource));
    }
    return resolved;
  }

  private ResolvedWebhook resolved(Webhook webhook) {
    var headers = new TreeMap<String, String>();
    for (WebhookHeader header : webhook.headers()) {
      headerValue(header).ifPresent(value -> headers.put(header.name(), value));
    }
    List<EventType> events = Optional.ofNullable(webhook.events()).orElse(List.of());
    return new ResolvedWebhook(
        name(webhook),
        webhook.url(),
        events.stream().map(EventType::text).toList(),
        headers,
        Optional.ofNullable(webhook.signingKeySecretRef())
            .flatMap(this::value)
            .map(ReferenceResolver::keys)
            .orElse(List.of()),
        webhook.timeout(),
        webhook.retry(),
        webhook.maxAttempts());
  }

  /** A webhook without a name keeps its place among deliveries as long as its url stays. */
  private static String name(Webhook webhook) {
    String name = webhook.name();
    return name == null ? "url-" + Digest.of(webhook.url()).substring(0, 12) : name;
  }

  private Optional<String> headerValue(WebhookHeader header) {
    var reference = header.secretRef();
    return reference == null
        ? Optional.ofNullable(header.value())
        : value(reference).map(String::strip);
  }

  private static List<String> keys(String text) {
    return Arrays.stream(text.strip().split("\\s+"))
        .filter(key -> !key.isEmpty())
        .limit(2)
        .toList();
  }

  private Optional<String> value(SecretKeyReference reference) {
    Optional<Map<String, String>> secret = secrets.apply(reference.name());
    if (secret.isEmpty()) {
      problems.add(
          Problem.absent(
              SECRET_MISSING,
              "Secret "
                  + reference.name()
                  + " does not exist: create it with the key "
                  + reference.key()));
      return Optional.empty();
    }
    Optional<Problem> refusal = refusals.apply(reference.name());
    if (refusal.isPresent()) {
      problems.add(refusal.get());
      return Optional.empty();
    }
    Optional<String> value =
        Optional.ofNullable(secret.get().get(reference.key())).filter(text -> !text.isBlank());
    if (value.isEmpty()) {
      problems.add(
          Problem.absent(
              SECRET_MISSING,
              "Secret " + reference.name() + " has no key " + reference.key() + ": add it"));
    }
    return value;
  }
}
