package dev.kubezap.gateway.token;

import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.TokenAuthority;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import dev.kubezap.gateway.settings.OpenIdSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/** Tells whose a token is: signed by an issuer that counts, for us, in its time. */
public final class Tokens implements TokenAuthority {

  /** The audience that tokens of service accounts are made for. */
  private static final String AUDIENCE = "kubezap";

  private static final int LEEWAY_SECONDS = 30;
  private static final int AGAIN_AFTER_SECONDS = 10;

  /** Signatures by a key pair alone: with a shared secret whoever verifies could sign. */
  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA384,
          AlgorithmIdentifiers.RSA_USING_SHA512,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384);

  /** What the claims of a verified token open. */
  @FunctionalInterface
  interface Meaning {
    /** Who it is; empty when nobody who may do anything. */
    Optional<Caller> of(JwtClaims claims) throws MalformedClaimException;
  }

  private record Trusted(IssuerKeys keys, String audience, Meaning meaning) {}

  private final List<Trusted> issuers = new ArrayList<>();
  private final Clock clock;
  private final LongSupplier nanos;

  /** Trusts nobody yet. */
  Tokens(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * Trusts the API server, and an issuer of OpenID Connect when there is one.
   *
   * @param accounts what service accounts may do, by subject; asked for every token
   */
  public static Tokens of(
      KubernetesClient client,
      HttpClient http,
      Optional<OpenIdSettings> openId,
      Supplier<Map<String, List<Grant>>> accounts) {
    var tokens = new Tokens(Clock.systemUTC(), System::nanoTime);
    openId.ifPresent(
        settings ->
            tokens.trust(
                IssuerSources.openId(http, settings.issuer()),
                settings.audience(),
                meaning(new Roles(settings.rolesClaim(), settings.rolePrefix()))));
    tokens.trust(
        IssuerSources.apiServer(client),
        AUDIENCE,
        claims -> {
          String subject = claims.getSubject();
          return Optional.ofNullable(accounts.get().get(subject))
              .map(grants -> Caller.ofFleet(subject, grants));
        });
    return tokens;
  }

  private static Meaning meaning(Roles roles) {
    return claims -> {
      List<Grant> grants = roles.grants(claims.getClaimsMap());
      String subject = claims.getSubject();
      return grants.isEmpty()
          ? Optional.empty()
          : Optional.of(Caller.ofFleet("oidc:" + subject, grants));
    };
  }

  void trust(Issuer.Source source, String audience, Meaning meaning) {
    issuers.add(new Trusted(new IssuerKeys(source, nanos), audience, meaning));
  }

  @Override
  public Optional<Caller> callerOf(String token) {
    try {
      JwtContext read =
          new JwtConsumerBuilder()
              .setSkipAllValidators()
              .setDisableRequireSignature()
              .setSkipSignatureVerification()
              .build()
              .process(token);
      String keyId =
          Optional.ofNullable(read.getJoseObjects().getFirst().getKeyIdHeaderValue()).orElse("");
      boolean unknown = false;
      for (Trusted one : issuers) {
        Optional<Issuer> issuer = one.keys().with(keyId);
        unknown |= issuer.isEmpty();
        if (issuer.isPresent() && issuer.get().name().equals(read.getJwtClaims().getIssuer())) {
          return one.meaning().of(verified(token, issuer.get(), one.audience()));
        }
      }
      if (unknown) {
        throw unverifiable();
      }
      return Optional.empty();
    } catch (InvalidJwtException | MalformedClaimException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unverifiable();
    }
  }

  private JwtClaims verified(String token, Issuer issuer, String audience)
      throws InvalidJwtException {
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(new JwksVerificationKeyResolver(issuer.keys()))
        .setJwsAlgorithmConstraints(ALGORITHMS)
        .setExpectedIssuer(issuer.name())
        .setExpectedAudience(audience)
        .setRequireExpirationTime()
        .setRequireSubject()
        .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .build()
        .processToClaims(token);
  }

  private static ProblemException unverifiable() {
    return new ProblemException(
        Problem.unavailable(
            "issuer-unavailable",
            "The token cannot be verified while its issuer does not answer: try again shortly, or"
                + " use a key.",
            AGAIN_AFTER_SECONDS));
  }
}
