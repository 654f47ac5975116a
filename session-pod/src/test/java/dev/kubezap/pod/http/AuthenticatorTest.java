package dev.kubezap.pod.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  private static final ApiKey READER = ApiKey.of("reader", "r3ader", Set.of(Scope.READ));
  private static final ApiKey ADMIN = ApiKey.of("admin", "4dmin", Set.of(Scope.ADMIN));
  private static final ApiKey TOKEN = ApiKey.ofToken("token", Set.of(Scope.SEND));

  private final List<String> asked = new ArrayList<>();
  private final Authenticator authenticator =
      new Authenticator(
          () -> List.of(READER, ADMIN),
          token -> {
            asked.add(token);
            return token.endsWith("good") ? Optional.of(TOKEN) : Optional.empty();
          });

  @Test
  void aKeyIsTakenFromEitherHeader() {
    assertThat(key(Map.of("authorization", "bEaReR  r3ader "))).isEqualTo(READER);
    assertThat(key(Map.of("x-api-key", " r3ader"))).isEqualTo(READER);
    assertThat(key(Map.of("authorization", "Basic x", "x-api-key", "4dmin"))).isEqualTo(ADMIN);
  }

  @Test
  void whatIsNoKnownKeyIsUnauthorized() {
    assertThat(refused(Scope.READ, Map.of())).isEqualTo(401);
    assertThat(refused(Scope.READ, Map.of("x-api-key", " "))).isEqualTo(401);
    assertThat(refused(Scope.READ, Map.of("x-api-key", "other"))).isEqualTo(401);
    assertThat(refused(Scope.READ, Map.of("authorization", "Basic r3ader"))).isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @Test
  void aKeyMayDoWhatItsScopesSayAndAnAdministratorsEverything() {
    assertThat(refused(Scope.SEND, Map.of("x-api-key", "r3ader"))).isEqualTo(403);
    for (Scope scope : Scope.values()) {
      assertThat(authenticator.require(scope, Map.of("x-api-key", "4dmin"))).isEqualTo(ADMIN);
    }
  }

  @Test
  void aHeaderNarrowsWhatTheKeyMayDoAndNeverWidensIt() {
    Map<String, String> narrowed = Map.of("x-api-key", "4dmin", "kubezap-scopes", "read, send");
    assertThat(key(narrowed).scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.SEND);
    assertThat(refused(Scope.MANAGE, narrowed)).isEqualTo(403);
    assertThat(refused(Scope.SEND, Map.of("x-api-key", "r3ader", "kubezap-scopes", "admin")))
        .isEqualTo(403);
    for (String nothing : List.of("", "ADMIN", "all", "admin read")) {
      assertThat(refused(Scope.READ, Map.of("x-api-key", "4dmin", "kubezap-scopes", nothing)))
          .as(nothing)
          .isEqualTo(403);
    }
  }

  @Test
  void onlyWhatLooksLikeATokenIsAskedAbout() {
    assertThat(authenticator.require(Scope.SEND, Map.of("x-api-key", "eyJ.good"))).isEqualTo(TOKEN);
    for (String other : List.of("eyJgood", "x.good", "ey.good")) {
      assertThat(refused(Scope.SEND, Map.of("x-api-key", other))).isEqualTo(401);
    }
    assertThat(asked).containsExactly("eyJ.good");
    assertThat(refused(Scope.READ, Map.of("x-api-key", "eyJ.good"))).isEqualTo(403);
  }

  @Test
  void aTokenMayBeLongerThanAKey() {
    assertThat(authenticator.require(Scope.SEND, Map.of("x-api-key", token(4096))))
        .isEqualTo(TOKEN);
    assertThat(refused(Scope.SEND, Map.of("x-api-key", token(4097)))).isEqualTo(401);
    assertThat(asked).hasSize(1);

    String longest = "k".repeat(1024);
    Authenticator keys =
        new Authenticator(
            () ->
                List.of(
                    ApiKey.of("longest", longest, Set.of(Scope.READ)),
                    ApiKey.of("longer", longest + "k", Set.of(Scope.READ))),
            token -> Optional.empty());
    assertThat(keys.require(Scope.READ, Map.of("x-api-key", longest)).name()).isEqualTo("longest");
    assertThat(refused(keys, Scope.READ, Map.of("x-api-key", longest + "k"))).isEqualTo(401);
  }

  private static String token(int length) {
    return "eyJ." + "x".repeat(length - 8) + "good";
  }

  private ApiKey key(Map<String, String> headers) {
    return authenticator.require(Scope.READ, headers);
  }

  private int refused(Scope scope, Map<String, String> headers) {
    return refused(authenticator, scope, headers);
  }

  private static int refused(
      Authenticator authenticator, Scope scope, Map<String, String> headers) {
    return catchThrowableOfType(ProblemException.class, () -> authenticator.require(scope, headers))
        .problem()
        .status();
  }
}
