package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketReaderTest {
  private static final Map<String, String> WHOLE =
      Map.of(
          "KUBEZAP_MEDIA_BUCKET_ENDPOINT", "https://s3.example",
          "KUBEZAP_MEDIA_BUCKET_NAME", "media",
          "KUBEZAP_MEDIA_BUCKET_ACCESS_KEY", "hidden-access",
          "KUBEZAP_MEDIA_BUCKET_SECRET_KEY", "hidden-secret");

  private static Optional<BucketSettings> read(Map<String, String> variables) {
    return SettingsReader.read(name -> Optional.ofNullable(variables.get(name))).media().bucket();
  }

  @Test
  void filesStayOnTheVolumeUnlessABucketIsNamed() {
    assertThat(read(Map.of())).isEmpty();
  }

  @Test
  void fourVariablesNameABucket() {
    BucketSettings bucket = read(WHOLE).orElseThrow();

    assertThat(bucket.endpoint()).isEqualTo(URI.create("https://s3.example"));
    assertThat(bucket.region()).isEqualTo("us-east-1");
    assertThat(bucket.prefix()).isEmpty();
    assertThat(bucket.pathStyle()).isTrue();
    assertThat(bucket.toString()).doesNotContain("hidden");
  }

  @Test
  void aPrefixEndsInASlash() {
    Map<String, String> variables = new HashMap<>(WHOLE);
    variables.put("KUBEZAP_MEDIA_BUCKET_PREFIX", "clusters/a");

    assertThat(read(variables).orElseThrow().prefix()).isEqualTo("clusters/a/");
  }

  @ParameterizedTest
  @CsvSource({
    "ENDPOINT,s3.example",
    "ENDPOINT,ftp://s3.example",
    "ENDPOINT,https://s3.example/media",
    "ENDPOINT,https://s3.example?a=b",
    "ENDPOINT,https://user:hidden@s3.example",
    "ENDPOINT,''",
    "NAME,Media",
    "NAME,a/b",
    "NAME,''",
    "REGION,a b",
    "PREFIX,/a",
    "PREFIX,../a",
    "PATH_STYLE,yes",
    "ACCESS_KEY,''",
    "SECRET_KEY,''",
    "SECRET_KEY_FILE,/nowhere/key",
    "CA_FILE,/nowhere/ca.pem"
  })
  void whatIsWrongIsToldByName(String name, String value) {
    Map<String, String> variables = new HashMap<>(WHOLE);
    variables.put("KUBEZAP_MEDIA_BUCKET_" + name, value);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(variables))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("KUBEZAP_MEDIA_BUCKET_" + name.replace("_FILE", ""))
                    .doesNotContain("hidden"));
  }
}
