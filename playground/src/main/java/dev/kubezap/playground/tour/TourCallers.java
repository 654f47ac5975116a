package dev.kubezap.playground.tour;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ServiceAccountResource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Two service accounts of the tour, of which the session lets one in, to read: its token opens the
 * API, and the other's does not.
 */
final class TourCallers {

  /** The one that the session's resource names. */
  static final String LET_IN = "tour-reader";

  private static final String STRANGER = "tour-stranger";
  private static final String AUDIENCE = "kubezap";
  private static final long TOKEN_SECONDS = 600;
  private static final Duration SHORT = Duration.ofSeconds(30);

  private final TourPlace place;
  private final Steps steps;
  private final TourSession session;
  private final JsonHttp http;

  TourCallers(TourPlace place, Steps steps, TourSession session, JsonHttp http) {
    this.place = place;
    this.steps = steps;
    this.session = session;
    this.http = http;
  }

  /** Both call; afterwards there is neither any more. */
  void call() throws StepFailedException, InterruptedException {
    try {
      steps.await(
          "a service account's token opens the API to read, a stranger's does not",
          SHORT,
          place.podLog(),
          this::answers);
    } finally {
      account(place.client(), LET_IN).delete();
      account(place.client(), STRANGER).delete();
    }
  }

  private Optional<Boolean> answers(Steps.Status status) throws IOException, InterruptedException {
    var endpoint = session.status().map(found -> found.endpoint());
    if (endpoint.isEmpty()) {
      status.set("no address yet");
      return Optional.empty();
    }
    var messages = URI.create(endpoint.get() + "/api/v1/messages");
    var message = Map.of("to", "4915110000003", "type", "text", "text", "never sent");
    var read = http.get(messages, bearer(LET_IN));
    var send = http.post(messages, bearer(LET_IN), message);
    var stranger = http.get(messages, bearer(STRANGER));
    status.set(
        "reading %d, sending %d, the stranger %d"
            .formatted(read.status(), send.status(), stranger.status()));
    return read.ok() && send.status() == 403 && stranger.status() == 401
        ? Optional.of(true)
        : Optional.empty();
  }

  private Map<String, String> bearer(String name) {
    var account = account(place.client(), name);
    if (account.get() == null) {
      account.create();
    }
    var token =
        account.tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(AUDIENCE)
                .withExpirationSeconds(TOKEN_SECONDS)
                .endSpec()
                .build());
    return Map.of("Authorization", "Bearer " + token.getStatus().getToken());
  }

  private static ServiceAccountResource account(KubernetesClient client, String name) {
    return client
        .serviceAccounts()
        .inNamespace(TourSession.NAMESPACE)
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(TourSession.NAMESPACE)
                .endMetadata()
                .build());
  }
}
