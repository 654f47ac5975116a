package dev.kubezap.pod.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

  /** The vector of the reference libraries of Standard Webhooks. */
  @Test
  void signsAsTheReferenceDoes() {
    assertThat(sign(List.of(SigningKey.parse(SECRET))))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsWithBothKeysWhileTheyAreRotated() {
    SigningKey fresh = SigningKey.parse("a raw secret");
    assertThat(sign(List.of(fresh, SigningKey.parse(" " + SECRET + "\n"))))
        .isEqualTo(sign(List.of(fresh)) + " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void refusesWhatIsNoKeyWithoutRepeatingIt() {
    for (String bad : List.of("", "  ", "whsec_", "whsec_not base64 s3cret!")) {
      assertThatThrownBy(() -> SigningKey.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("s3cret");
    }
    assertThat(SigningKey.parse("s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void aKeyIsAnotherOnlyWhenItSignsOtherwise() {
    SigningKey key = SigningKey.parse("whsec_a2V5");

    assertThat(key).isEqualTo(SigningKey.parse("key")).hasSameHashCodeAs(SigningKey.parse("key"));
    assertThat(key).isNotEqualTo(SigningKey.parse("other")).isNotEqualTo("key");
  }

  private static String sign(List<SigningKey> keys) {
    return WebhookSignature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, BODY, keys);
  }
}
