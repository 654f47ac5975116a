package dev.kubezap.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.ResolvedWebhook;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Secret that the pod sees as its configuration folder, and the one with the API key for
 * callers. The format is described in docs/config-folder.md.
 */
public final class ConfigFolder {

  /** Key that opens the API; made once. */
  public static final String API_KEY = "api-key";

  /** Key that encrypts secrets at rest; made once, and never changed by the operator. */
  public static final String DATA_KEY = "data-key";

  static final String WEBHOOKS = "webhooks.json";
  static final String DATABASE_PASSWORD = "database-password";
  static final String PROXY = "whatsapp-proxy";
  static final String AUTHORITIES = "whatsapp-ca.pem";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ConfigFolder() {}

  /**
   * The Secret as it is created, with the two keys. They are no part of what is applied later, so
   * that nothing can change them by mistake.
   *
   * @param random 64 random bytes
   */
  public static Secret withNewKeys(WhatsAppSession session, byte[] random) {
    byte[] apiKey = new byte[32];
    byte[] dataKey = new byte[32];
    System.arraycopy(random, 0, apiKey, 0, 32);
    System.arraycopy(random, 32, dataKey, 0, 32);
    String apiKeyText = Base64.getUrlEncoder().withoutPadding().encodeToString(apiKey);
    String dataKeyText = Base64.getEncoder().encodeToString(dataKey);
    return new SecretBuilder()
        .withMetadata(ObjectMetadata.kept(session, SessionNames.of(session).object()))
        .withType("Opaque")
        .withData(Map.of(API_KEY, base64(apiKeyText), DATA_KEY, base64(dataKeyText)))
        .build();
  }

  /** The part of the Secret that follows the resource. */
  static Secret configuration(SessionInputs inputs) {
    var files = new TreeMap<String, String>();
    files.put(WEBHOOKS, base64(json(inputs.references().webhooks())));
    files.put(DATABASE_PASSWORD, base64(inputs.references().database().password()));
    inputs.references().proxy().ifPresent(proxy -> files.put(PROXY, base64(proxy)));
    inputs.defaults().whatsappAuthorities().ifPresent(pem -> files.put(AUTHORITIES, base64(pem)));
    return new SecretBuilder()
        .withMetadata(ObjectMetadata.kept(inputs.session(), inputs.names().object()))
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

  private static String json(List<ResolvedWebhook> webhooks) {
    try {
      return JSON.writeValueAsString(webhooks);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("lists of texts are always JSON", e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
