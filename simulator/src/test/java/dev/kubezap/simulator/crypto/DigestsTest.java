package dev.kubezap.simulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class DigestsTest {

  @Test
  void codesAreThoseOfTheJdk() throws Exception {
    Random random = new Random(4231);
    for (int length = 1; length < 140; length++) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      byte[] text = new byte[random.nextInt(200)];
      random.nextBytes(text);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      int cut = random.nextInt(text.length + 1);
      Bytes whole = Bytes.of(text);
      assertThat(
              Digests.hmac(Bytes.of(key), whole.slice(0, cut), whole.slice(cut, text.length))
                  .toArray())
          .as("a key of %d bytes", length)
          .isEqualTo(mac.doFinal(text));
    }
  }

  @Test
  void anEmptyKeyIsOneOfZeros() {
    assertThat(Digests.hmac(Bytes.EMPTY, Bytes.utf8("text")))
        .isEqualTo(Digests.hmac(Bytes.of(new byte[64]), Bytes.utf8("text")));
  }
}
