package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.TokenAuthority;
import dev.kubezap.pod.kubernetes.ServiceAccountTokens;
import java.util.List;
import java.util.Optional;

/** The service accounts that the configuration folder lets in, by their tokens. */
final class ServiceAccountKeys implements TokenAuthority {
  private final ServiceAccountTokens tokens;
  private final ConfigFolder configuration;

  ServiceAccountKeys(ServiceAccountTokens tokens, ConfigFolder configuration) {
    this.tokens = tokens;
    this.configuration = configuration;
  }

  @Override
  public Optional<ApiKey> keyOf(String token) {
    List<ApiKey> accounts = configuration.content().serviceAccounts();
    if (accounts.isEmpty()) {
      return Optional.empty();
    }
    try {
      return switch (tokens.judge(token)) {
        case ServiceAccountTokens.Verdict.Subject(String subject) ->
            accounts.stream().filter(account -> account.name().equals(subject)).findFirst();
        case ServiceAccountTokens.Verdict.Refused() -> Optional.empty();
        case ServiceAccountTokens.Verdict.Unknown() -> throw unverifiable();
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unverifiable();
    }
  }

  private static ProblemException unverifiable() {
    return new ProblemException(
        Problem.unavailable(
            "api-server-unavailable",
            "The token cannot be verified while the Kubernetes API server does not answer: try"
                + " again shortly, or use an API key.",
            10));
  }
}
