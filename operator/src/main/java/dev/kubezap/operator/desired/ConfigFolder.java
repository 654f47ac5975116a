package dev.kubezap.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.crd.v1alpha1.AllowedServiceAccount;
import dev.kubezap.crd.v1alpha1.Behaviour;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.sessionclass.ClassChoice;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Secret that the pod sees as its configuration folder, and the one with the API key for
 * callers. The format is described in docs/config-folder.md.
 */
public final class ConfigFolder {

  /** Key that opens the API; made once. */
  public static final String API_KEY = "api-key";

  /** Key that encrypts secrets at rest; made once, and never changed by the operator. */
  public static final String DATA_KEY = "data-key";

  /** Password of the session's database role. */
  public static final String DATABASE_PASSWORD = "database-password";

  /** Ends the name of a key's file that has the one before, while both count. */
  public static final String FORMER = "-old";

  static final String WEBHOOKS = "webhooks.json";
  static final String SERVICE_ACCOUNTS = "service-accounts.json";
  static final String API_KEYS = "api-keys.json";
  static final String BEHAVIOUR = "behaviour.json";
  static final String LOGOUT_AT = "logout-at";
  static final String PROXY = "whatsapp-proxy";
  static final String BUCKET_ACCESS_KEY = "bucket-access-key";
  static final String BUCKET_SECRET_KEY = "bucket-secret-key";
  static final String BUCKET_AUTHORITIES = "bucket-ca.pem";
  static final String AUTHORITIES = "whatsapp-ca.pem";
  static final String DATABASE_AUTHORITIES = "database-ca.pem";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ConfigFolder() {}

  /**
   * The Secret as it is created, with its keys. They are no part of what is applied later, so that
   * nothing can change them by mistake.
   *
   * @param keys texts by file
   * @param notes annotations that tell how old they are
   */
  public static Secret withNewKeys(
      WhatsAppSession session, Map<String, String> keys, Map<String, String> notes) {
    var data = new TreeMap<String, String>();
    keys.forEach((file, key) -> data.put(file, base64(key)));
    return new SecretBuilder()
        .withMetadata(ObjectMetadata.kept(session, SessionNames.of(session).object()))
        .editMetadata()
        .addToAnnotations(notes)
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }

  /** The part of the Secret that follows the resource. */
  static Secret configuration(SessionInputs inputs) {
    var files = new TreeMap<String, String>();
    files.put(WEBHOOKS, base64(json(inputs.references().webhooks())));
    List<AllowedServiceAccount> accounts = serviceAccounts(inputs);
    if (!accounts.isEmpty()) {
      files.put(SERVICE_ACCOUNTS, base64(json(accounts)));
    }
    if (!inputs.spec().apiKeys().isEmpty()) {
      files.put(API_KEYS, base64(json(inputs.spec().apiKeys())));
    }
    Behaviour behaviour = inputs.spec().behaviour();
    if (behaviour != null) {
      files.put(BEHAVIOUR, base64(json(behaviour)));
    }
    Optional.ofNullable(inputs.spec().logoutAt())
        .ifPresent(time -> files.put(LOGOUT_AT, base64(time)));
    inputs.references().proxy().ifPresent(proxy -> files.put(PROXY, base64(proxy)));
    inputs
        .references()
        .bucket()
        .ifPresent(
            bucket -> {
              files.put(BUCKET_ACCESS_KEY, base64(bucket.accessKey()));
              files.put(BUCKET_SECRET_KEY, base64(bucket.secretKey()));
              bucket.authorities().ifPresent(pem -> files.put(BUCKET_AUTHORITIES, base64(pem)));
            });
    inputs.defaults().whatsappAuthorities().ifPresent(pem -> files.put(AUTHORITIES, base64(pem)));
    inputs
        .defaults()
        .databaseAuthorities()
        .ifPresent(authorities -> files.put(DATABASE_AUTHORITIES, base64(authorities.pem())));
    // Here and before everything else, so that a session that was made once stays in its class.
    var notes = new TreeMap<String, String>();
    inputs.effective().className().ifPresent(name -> notes.put(ClassChoice.ANNOTATION, name));
    return new SecretBuilder()
        .withMetadata(ObjectMetadata.kept(inputs.session(), inputs.names().object()))
        .editMetadata()
        .addToAnnotations(notes)
        .endMetadata()
        .withType("Opaque")
        .withData(files)
        .build();
  }

  /** For callers of the API, who need not see the rest. */
  static Secret apiKey(SessionInputs inputs) {
    return new SecretBuilder()
        .withMetadata(ObjectMetadata.owned(inputs.session(), inputs.names().apiKeySecret()))
        .withType("Opaque")
        .withData(new TreeMap<>(Map.of(API_KEY, inputs.keys().apiKey())))
        .build();
  }

  /** The gateway comes last: what the resource says of its account counts before. */
  private static List<AllowedServiceAccount> serviceAccounts(SessionInputs inputs) {
    String namespace = inputs.session().getMetadata().getNamespace();
    return Stream.concat(
            inputs.spec().serviceAccounts().stream().map(account -> account.within(namespace)),
            inputs.defaults().gateway().stream())
        .toList();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records are always JSON", e);
    }
  }

  /** A text as Secrets hold it. */
  public static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
