package dev.kubezap.operator.apply;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.ConfigFolder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Replaces keys of a session's Secret: the API key and the password of its database role, when an
 * annotation of the resource asks for it. Writes only over the Secret as it was read.
 */
public final class KeyRotator {

  /** Beginning of the annotations of a resource that ask for a new key. */
  public static final String ROTATE = "kubezap.dev/rotate-";

  private static final List<String> FILES =
      List.of(ConfigFolder.API_KEY, ConfigFolder.DATABASE_PASSWORD);

  private final KubernetesClient client;
  private final KeySource keys;
  private final Duration spread;
  private final Clock clock;

  /**
   * A rotator.
   *
   * @param spread how long until everybody who mounts a Secret sees its change
   */
  public KeyRotator(KubernetesClient client, KeySource keys, Duration spread, Clock clock) {
    this.client = client;
    this.keys = keys;
    this.spread = spread;
    this.clock = clock;
  }

  /** Begins what is asked for, and makes the password that an older Secret lacks. */
  public Secret begin(WhatsAppSession session, Secret known) {
    Secret secret = known;
    for (String file : FILES) {
      boolean password = file.equals(ConfigFolder.DATABASE_PASSWORD);
      boolean missing = password && !RotatingKey.noted(secret, file);
      if (missing || due(session, secret, file)) {
        Secret live = live(secret);
        boolean stillMissing = password && !RotatingKey.noted(live, file);
        secret =
            stillMissing || due(session, live, file)
                ? replaced(session, live, file, !stillMissing)
                : live;
      }
    }
    return secret;
  }

  /** Takes away keys that nobody needs any more; only after what uses them was brought about. */
  public void finish(Secret known) {
    for (String file : FILES) {
      if (over(known, file)) {
        Secret live = live(known);
        if (over(live, file)) {
          ObjectNode patch = patch(live);
          patch.putObject("data").putNull(file + ConfigFolder.FORMER);
          apply(live, patch);
        }
      }
    }
  }

  /** How soon something is to be done; empty when no key is being replaced. */
  public Optional<Duration> next(Secret secret) {
    boolean rotating =
        FILES.stream()
            .flatMap(file -> RotatingKey.of(secret, file).stream())
            .anyMatch(key -> key.former().isPresent());
    return rotating ? Optional.of(spread.dividedBy(4).plusSeconds(1)) : Optional.empty();
  }

  /** The request of a resource for a new key, empty for none. */
  static String asked(WhatsAppSession session, String file) {
    return Objects.requireNonNullElse(
            session.getMetadata().getAnnotations(), Map.<String, String>of())
        .getOrDefault(ROTATE + file, "");
  }

  /** One rotation after the other: while one is under way, three keys would be in use. */
  private static boolean due(WhatsAppSession session, Secret secret, String file) {
    String asked = asked(session, file);
    return !asked.isEmpty()
        && RotatingKey.of(secret, file)
            .filter(key -> key.former().isEmpty() && !key.request().equals(asked))
            .isPresent();
  }

  private boolean over(Secret secret, String file) {
    Instant now = clock.instant();
    return RotatingKey.of(secret, file).filter(key -> key.over(now, spread)).isPresent();
  }

  private Secret live(Secret known) {
    return Objects.requireNonNullElse(client.resource(known).get(), known);
  }

  private Secret replaced(WhatsAppSession session, Secret live, String file, boolean keepFormer) {
    ObjectNode patch = patch(live);
    ObjectNode data = patch.putObject("data");
    data.put(file, ConfigFolder.base64(keys.text()));
    RotatingKey.of(live, file)
        .filter(ignored -> keepFormer)
        .ifPresent(key -> data.put(file + ConfigFolder.FORMER, key.present()));
    ObjectNode notes = patch.withObject("/metadata/annotations");
    RotatingKey.notes(file, clock.instant(), asked(session, file)).forEach(notes::put);
    return apply(live, patch);
  }

  /** With the version that was read, so that a change in between is not written over. */
  private static ObjectNode patch(Secret live) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").put("resourceVersion", live.getMetadata().getResourceVersion());
    return patch;
  }

  private Secret apply(Secret live, ObjectNode patch) {
    return client.resource(live).patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
  }
}
