package dev.kubezap.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final SessionId SHOP = new SessionId("shop", "support");
  private static final SessionId BANK = new SessionId("bank", "support");

  private final AtomicInteger asked = new AtomicInteger();
  private final EllipticCurveJsonWebKey key = key("one");
  private final Tokens tokens = new Tokens(Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);

  @BeforeEach
  void trust() {
    tokens.trust(
        () -> {
          asked.incrementAndGet();
          return new Issuer("https://issuer.test", List.of(key));
        },
        "kubezap",
        claims -> {
          var grants = new Roles("realm_access.roles", "kubezap:").grants(claims.getClaimsMap());
          return grants.isEmpty()
              ? Optional.empty()
              : Optional.of(Caller.ofFleet(claims.getSubject(), grants));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubezap:admin        | true  | true  | true
          kubezap:manager      | true  | true  | false
          kubezap:reader       | true  | false | false
          kubezap:manager:shop | true  | true  | false
          """)
  void rolesOpenWhatTheySay(String role, boolean read, boolean manage, boolean admin)
      throws Exception {
    Caller caller = tokens.callerOf(token(key, claims(role))).orElseThrow();
    assertThat(caller.may(Scope.READ, SHOP)).isEqualTo(read);
    assertThat(caller.may(Scope.MANAGE, SHOP)).isEqualTo(manage);
    assertThat(caller.may(Scope.ADMIN, SHOP)).isEqualTo(admin);
    assertThat(caller.may(Scope.READ, BANK)).isEqualTo(!role.endsWith(":shop"));
  }

  @ParameterizedTest
  @CsvSource({"admin", "kubezap:", "kubezap:owner", "kubezap:admin:No Namespace", "other:admin"})
  void otherRolesOpenNothing(String role) throws Exception {
    assertThat(tokens.callerOf(token(key, claims(role)))).isEmpty();
  }

  @Test
  void aTokenOfSomebodyElseForSomebodyElseOrOfAnotherTimeIsNone() throws Exception {
    assertThat(tokens.callerOf(token(key("one"), claims("kubezap:admin")))).isEmpty();
    JwtClaims other = claims("kubezap:admin");
    other.setAudience("another");
    assertThat(tokens.callerOf(token(key, other))).isEmpty();
    JwtClaims expired = claims("kubezap:admin");
    expired.setExpirationTime(NumericDate.fromMilliseconds(NOW.minusSeconds(31).toEpochMilli()));
    assertThat(tokens.callerOf(token(key, expired))).isEmpty();
    JwtClaims endless = claims("kubezap:admin");
    endless.unsetClaim("exp");
    assertThat(tokens.callerOf(token(key, endless))).isEmpty();
    JwtClaims issuer = claims("kubezap:admin");
    issuer.setIssuer("https://elsewhere.test");
    assertThat(tokens.callerOf(token(key, issuer))).isEmpty();
    String good = token(key, claims("kubezap:admin"));
    assertThat(tokens.callerOf(good)).isPresent();
    assertThat(tokens.callerOf(good.substring(0, good.lastIndexOf('.') + 1))).isEmpty();
    assertThat(tokens.callerOf("eyJ.nothing")).isEmpty();
  }

  @Test
  void madeUpTokensCauseNoTraffic() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(tokens.callerOf(token(key("unknown-" + i), claims("kubezap:admin")))).isEmpty();
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void whileTheIssuerIsAwayNobodyKnows() throws Exception {
    var away = new Tokens(Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);
    away.trust(
        () -> {
          throw new IOException("away");
        },
        "kubezap",
        claims -> Optional.empty());
    String good = token(key, claims("kubezap:admin"));
    assertThatThrownBy(() -> away.callerOf(good))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(503));
  }

  private static JwtClaims claims(String role) {
    var claims = new JwtClaims();
    claims.setIssuer("https://issuer.test");
    claims.setAudience("kubezap");
    claims.setSubject("ada");
    claims.setExpirationTime(NumericDate.fromMilliseconds(NOW.plusSeconds(60).toEpochMilli()));
    claims.setClaim("realm_access", Map.of("roles", List.of("something", role)));
    return claims;
  }

  private static EllipticCurveJsonWebKey key(String id) {
    try {
      EllipticCurveJsonWebKey made = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      made.setKeyId(id);
      return made;
    } catch (org.jose4j.lang.JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String token(EllipticCurveJsonWebKey signer, JwtClaims claims) throws Exception {
    var signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(signer.getPrivateKey());
    signature.setKeyIdHeaderValue(signer.getKeyId());
    signature.setAlgorithmHeaderValue("ES256");
    return signature.getCompactSerialization();
  }
}
