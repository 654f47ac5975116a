package dev.kubezap.operator.apply;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.ConfigFolder;
import dev.kubezap.operator.desired.SessionKeys;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds a session's keys, and makes them exactly once. A cache that lags must never lead to a
 * second data key, since nothing that was encrypted under the first could be read again; so new
 * keys are created, never applied.
 */
public final class KeyKeeper {

  private final KubernetesClient client;
  private final Supplier<byte[]> random;

  /**
   * A keeper.
   *
   * @param random 64 fresh random bytes at each call
   */
  public KeyKeeper(KubernetesClient client, Supplier<byte[]> random) {
    this.client = client;
    this.random = random;
  }

  /**
   * The keys of a session.
   *
   * @param known the Secret as the cache has it
   * @param volumeExists whether the session had keys before, since its volume is made after them
   */
  public Result<SessionKeys> keys(
      WhatsAppSession session, Optional<Secret> known, boolean volumeExists) {
    Optional<SessionKeys> cached = known.flatMap(KeyKeeper::keysOf);
    if (cached.isPresent()) {
      return Result.found(cached.get());
    }
    SessionNames names = SessionNames.of(session);
    Secret live = client.secrets().inNamespace(names.namespace()).withName(names.object()).get();
    if (live == null) {
      return volumeExists ? Result.missing(lost(names)) : made(session);
    }
    if (!names
        .session()
        .equals(
            Objects.requireNonNullElse(live.getMetadata().getLabels(), Map.<String, String>of())
                .get(SessionNames.SESSION_LABEL))) {
      return Result.missing(
          Problem.blocking(
              "NameTaken",
              "Secret "
                  + names.object()
                  + " exists and does not belong to this session: rename the session or delete that Secret"));
    }
    return keysOf(live).map(Result::found).orElseGet(() -> Result.missing(lost(names)));
  }

  private Result<SessionKeys> made(WhatsAppSession session) {
    Secret created = client.resource(ConfigFolder.withNewKeys(session, random.get())).create();
    return keysOf(created).map(Result::found).orElseThrow();
  }

  private static Optional<SessionKeys> keysOf(Secret secret) {
    Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
    String apiKey = data.get(ConfigFolder.API_KEY);
    String dataKey = data.get(ConfigFolder.DATA_KEY);
    return apiKey == null || dataKey == null
        ? Optional.empty()
        : Optional.of(new SessionKeys(apiKey, dataKey));
  }

  private static Problem lost(SessionNames names) {
    return Problem.blocking(
        "KeysLost",
        "Secret "
            + names.object()
            + " with the keys api-key and data-key is gone, and what was stored cannot be read without it: restore it from a backup,"
            + " or delete the session and make it anew");
  }
}
