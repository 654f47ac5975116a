package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import org.junit.jupiter.api.Test;

/** What Helm's own strict check says. */
@HelmTest
class LintTest {

  @Test
  void nothingIsFound() {
    var result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
    assertThat(result.getMessages())
        .allMatch(line -> line.startsWith("[INFO]") || line.isBlank(), "is no warning");
  }
}
