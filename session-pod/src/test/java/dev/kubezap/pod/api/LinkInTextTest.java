package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkInTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "see https://a.example.            | https://a.example",
        "(https://a.example/x?y=1&z=2)     | https://a.example/x?y=1&z=2",
        "https://a.example/wiki/X_(y)      | https://a.example/wiki/X_(y)",
        "*http://a.example/*, now          | http://a.example/",
        "https://a b https://c.example     | https://a",
        "https://[wrong https://b.example  | https://b.example",
        "https://ü{} or http://b.example   | http://b.example",
        "ftp://a.example a.example         |",
        "https://                          |",
        "nothing                           |"
      })
  void findsTheFirst(String text, String link) {
    assertThat(LinkInText.first(text).map(LinkInText::text)).isEqualTo(Optional.ofNullable(link));
  }
}
