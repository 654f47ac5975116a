package dev.kubezap.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.name.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderReaderTest {

  private static final SessionId SHOP = new SessionId("shop", "support");
  private static final SessionId OTHER = new SessionId("other", "support");

  @Test
  void aKeyOpensItsNamespacesAlone() {
    Caller caller =
        caller(
            """
            [{"name": "shop", "key": "0123456789abcdef", "namespaces": ["shop"], "scopes": ["read", "send"]}]\
            """,
            "0123456789abcdef");
    assertThat(caller.name()).isEqualTo("key:shop");
    assertThat(caller.may(Scope.SEND, SHOP)).isTrue();
    assertThat(caller.may(Scope.MANAGE, SHOP)).isFalse();
    assertThat(caller.may(Scope.READ, OTHER)).isFalse();
    assertThat(caller.mayIn(Scope.READ, "shop")).isTrue();
    assertThat(caller.mayIn(Scope.READ, "other")).isFalse();
  }

  @Test
  void aKeyMayBeGivenByItsDigest() {
    // printf 0123456789abcdef | sha256sum
    Caller caller =
        caller(
            """
            [{"name": "all", "sha256": "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f", "scopes": ["admin"]}]\
            """,
            "0123456789abcdef");
    assertThat(caller.may(Scope.MANAGE, OTHER)).isTrue();
  }

  @Test
  void theSingleKeyMayDoEverythingAndIsTakenWithoutItsLineEnd() {
    FleetKeys keys = FolderReader.read(Map.of("api-key", bytes("0123456789abcdef\n")));
    assertThat(keys.keys().get(KeyDigest.of("0123456789abcdef")))
        .satisfies(caller -> assertThat(caller.may(Scope.ADMIN, OTHER)).isTrue());
  }

  @Test
  void aServiceAccountIsKnownByItsSubject() {
    FleetKeys keys =
        FolderReader.read(
            Map.of(
                "service-accounts.json",
                bytes("[{\"namespace\": \"a\", \"name\": \"b\", \"scopes\": [\"read\"]}]")));
    assertThat(keys.accounts()).containsOnlyKeys("system:serviceaccount:a:b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                          | fleet-keys.json must be a JSON list of objects.
          [1]                                                         | fleet-keys.json must be a JSON list of objects.
          [{                                                          | fleet-keys.json is not JSON, at line 1.
          [{"name":"a","scopes":["read"]}]                            | fleet-keys.json[0].key or sha256 must be there, one of the two.
          [{"name":"a","key":"short","scopes":["read"]}]              | fleet-keys.json[0].key must have 16 to 1024 characters.
          [{"name":"a","sha256":"x","scopes":["read"]}]               | fleet-keys.json[0].sha256 must be 64 lower-case hexadecimal digits.
          [{"name":"a","key":"0123456789abcdef","scopes":["write"]}]  | fleet-keys.json[0].scopes may hold read, send, manage and admin. fleet-keys.json[0].scopes must hold at least one of [read, send, manage, admin].
          [{"name":"a","key":"0123456789abcdef","scopes":"read"}]     | fleet-keys.json[0].scopes must be a list of texts. fleet-keys.json[0].scopes must hold at least one of [read, send, manage, admin].
          [{"key":"0123456789abcdef","scopes":["read"]}]              | fleet-keys.json[0].name must be there: the audit log shows it.
          [{"name":"a","key":"0123456789abcdef","scopes":["read"],"namespaces":[]}] | fleet-keys.json[0].namespaces must name at least one; left out it means all.
          [{"name":"a","key":"0123456789abcdef","scope":["read"],"scopes":["read"]}] | fleet-keys.json[0].scope is not known; known are key, name, namespaces, scopes, sha256.
          """)
  void whatCannotBeUsedIsRefusedByName(String file, String sentence) {
    assertThatThrownBy(() -> FolderReader.read(Map.of("fleet-keys.json", bytes(file))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(sentence);
  }

  private static Caller caller(String file, String key) {
    FleetKeys keys = FolderReader.read(Map.of("fleet-keys.json", bytes(file)));
    return Optional.ofNullable(keys.keys().get(KeyDigest.of(key))).orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
