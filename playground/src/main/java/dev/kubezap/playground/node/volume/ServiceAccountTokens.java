package dev.kubezap.playground.node.volume;

import dev.kubezap.playground.node.spec.MissingSourceException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens from the API server, asked for anew when a fifth of their life is left. */
public final class ServiceAccountTokens implements Tokens {

  private static final long DEFAULT_SECONDS = 3600;

  private final KubernetesClient client;
  private final InstantSource clock;
  private final Map<Key, Issued> issued = new ConcurrentHashMap<>();

  /** Asks through this client. */
  public ServiceAccountTokens(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String token(Pod pod, @Nullable String audience, @Nullable Long expirationSeconds)
      throws MissingSourceException {
    var seconds = expirationSeconds == null ? DEFAULT_SECONDS : expirationSeconds;
    var key = new Key(pod.getMetadata().getUid(), audience == null ? "" : audience, seconds);
    var present = issued.get(key);
    if (present != null && clock.instant().isBefore(present.renewAt())) {
      return present.token();
    }
    var token = request(pod, key);
    var renewAt = clock.instant().plus(Duration.ofSeconds(seconds).multipliedBy(4).dividedBy(5));
    issued.put(key, new Issued(token, renewAt));
    return token;
  }

  /** Forgets the tokens of a pod that is gone. */
  public void forget(String podUid) {
    issued.keySet().removeIf(key -> key.podUid().equals(podUid));
  }

  private String request(Pod pod, Key key) throws MissingSourceException {
    var account = pod.getSpec().getServiceAccountName();
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences(key.audience().isEmpty() ? List.of() : List.of(key.audience()))
            .withExpirationSeconds(key.seconds())
            .withNewBoundObjectRef()
            .withKind("Pod")
            .withApiVersion("v1")
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build();
    try {
      return client
          .serviceAccounts()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(account)
          .tokenRequest(request)
          .getStatus()
          .getToken();
    } catch (KubernetesClientException refused) {
      throw new MissingSourceException(
          "no token for ServiceAccount " + account + ": " + refused.getMessage());
    }
  }

  private record Key(String podUid, String audience, long seconds) {}

  private record Issued(String token, Instant renewAt) {
    @Override
    public String toString() {
      return "Issued[renewAt=" + renewAt + "]";
    }
  }
}
