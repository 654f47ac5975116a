package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.LogLevel;
import dev.kubezap.crd.v1alpha1.Pairing;
import dev.kubezap.operator.observed.PodView;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The environment of the session's container. */
final class PodVariables {

  private PodVariables() {}

  static List<EnvVar> of(SessionInputs inputs) {
    var variables = new ArrayList<EnvVar>();
    variables.add(field("KUBEZAP_POD_UID", "metadata.uid"));
    plain(inputs).forEach((name, value) -> variables.add(new EnvVar(name, value, null)));
    inputs
        .references()
        .proxy()
        .ifPresent(
            proxy ->
                variables.add(
                    secret("KUBEZAP_WHATSAPP_PROXY", inputs.names().object(), ConfigFolder.PROXY)));
    return variables;
  }

  private static Map<String, String> plain(SessionInputs inputs) {
    var values = new TreeMap<>(inputs.defaults().whatsappVariables());
    inputs.defaults().traces().ifPresent(collector -> values.putAll(collector.variables()));
    values.put("KUBEZAP_SESSION_NAMESPACE", inputs.names().namespace());
    values.put("KUBEZAP_SESSION_NAME", inputs.names().session());
    values.put("KUBEZAP_DATABASE_URL", databaseUrl(inputs));
    values.put("KUBEZAP_DATABASE_USER", inputs.databaseRole());
    values.put(
        "KUBEZAP_DATABASE_PASSWORD_FILE",
        SessionPod.CONFIG_FOLDER + "/" + ConfigFolder.DATABASE_PASSWORD);
    values.put("KUBEZAP_DATA_DIR", SessionPod.DATA_FOLDER);
    values.put("KUBEZAP_CONFIG_DIR", SessionPod.CONFIG_FOLDER);
    values.put("KUBEZAP_API_KEY_FILE", SessionPod.CONFIG_FOLDER + "/" + ConfigFolder.API_KEY);
    values.put("KUBEZAP_DATA_KEY_FILE", SessionPod.CONFIG_FOLDER + "/" + ConfigFolder.DATA_KEY);
    values.put("KUBEZAP_HTTP_HOST", "0.0.0.0");
    values.put("KUBEZAP_HTTP_PORT", Integer.toString(SessionPod.HTTP_PORT));
    values.put("KUBEZAP_MANAGEMENT_PORT", Integer.toString(SessionPod.MANAGEMENT_PORT));
    inputs
        .defaults()
        .whatsappAuthorities()
        .ifPresent(
            pem ->
                values.put(
                    "KUBEZAP_WHATSAPP_CA_FILE",
                    SessionPod.CONFIG_FOLDER + "/" + ConfigFolder.AUTHORITIES));
    values.putAll(MediaVariables.of(inputs));
    fromSpec(inputs, values);
    return values;
  }

  /** The operator's URL with the pod's own place of the certificate authorities. */
  private static String databaseUrl(SessionInputs inputs) {
    String url = inputs.references().database().url();
    return inputs
        .defaults()
        .databaseAuthorities()
        .map(
            authorities ->
                url.replace(
                    "sslrootcert=" + authorities.file(),
                    "sslrootcert="
                        + SessionPod.CONFIG_FOLDER
                        + "/"
                        + ConfigFolder.DATABASE_AUTHORITIES))
        .orElse(url);
  }

  private static void fromSpec(SessionInputs inputs, Map<String, String> values) {
    var spec = inputs.spec();
    Optional.ofNullable(spec.pairing())
        .map(Pairing::phoneNumber)
        .ifPresent(number -> values.put("KUBEZAP_PAIRING_PHONE_NUMBER", number));
    Optional.ofNullable(spec.pairing())
        .filter(Pairing::secret)
        .ifPresent(pairing -> values.put(PodView.PAIRING_PUBLISH, PodView.PAIRING_IN_SECRET));
    Optional.ofNullable(spec.displayName())
        .ifPresent(name -> values.put("KUBEZAP_DEVICE_NAME", name));
    Optional.ofNullable(spec.clientVersion())
        .ifPresent(version -> values.put("KUBEZAP_WHATSAPP_VERSION", version));
    if (spec.keyInQuery()) {
      values.put("KUBEZAP_KEY_IN_QUERY", "true");
    }
    Optional.ofNullable(spec.logLevel())
        .map(LogLevel::name)
        .ifPresent(level -> values.put("KUBEZAP_LOG_LEVEL", level));
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  private static EnvVar secret(String name, String secret, String key) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, secret, null)
        .endValueFrom()
        .build();
  }
}
