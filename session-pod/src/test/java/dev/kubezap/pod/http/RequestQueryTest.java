package dev.kubezap.pod.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestQueryTest {

  @Test
  void parametersKeepTheOrderOfTheirValues() {
    assertThat(RequestQuery.parse("a=1&b=%C3%BC+x&a=2&=y&flag&&e="))
        .isEqualTo(
            Map.of(
                "a", List.of("1", "2"),
                "b", List.of("ü x"),
                "", List.of("y"),
                "flag", List.of(""),
                "e", List.of("")));
    assertThat(RequestQuery.parse("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%zz", "%4=a"})
  void aBrokenEscapeIsRefused(String query) {
    assertThatThrownBy(() -> RequestQuery.parse(query))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }

  @Test
  void aHundredParametersAreTakenAndNoMore() {
    assertThat(RequestQuery.parse(parameters(100))).hasSize(100);
    assertThatThrownBy(() -> RequestQuery.parse(parameters(101)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }

  private static String parameters(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i + "=x").collect(Collectors.joining("&"));
  }
}
