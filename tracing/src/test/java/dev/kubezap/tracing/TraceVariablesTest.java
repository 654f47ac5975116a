package dev.kubezap.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When spans are exported, and what is said of variables that prevent it. */
class TraceVariablesTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @Test
  void nothingIsExportedUnlessACollectorIsNamed() {
    assertThat(read(Map.of())).isEqualTo(new TraceSettings(false, java.util.List.of()));
    assertThat(read(Map.of(ENDPOINT, " ")).on()).isFalse();
    assertThat(read(Map.of("OTEL_TRACES_SAMPLER", "wrong")).problems()).isEmpty();
    assertThat(read(Map.of(ENDPOINT, "http://collector:4318")).on()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_TRACES_EXPORTER, none"})
  void isSwitchedOffAsElsewhere(String variable, String value) {
    assertThat(read(Map.of(ENDPOINT, "http://collector:4318", variable, value)).on()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OTEL_EXPORTER_OTLP_ENDPOINT | collector:4318 | OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector, such as http://collector:4318.
          OTEL_EXPORTER_OTLP_ENDPOINT | http://:4318 | OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector, such as http://collector:4318.
          OTEL_EXPORTER_OTLP_ENDPOINT | http://a b | OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector, such as http://collector:4318.
          OTEL_EXPORTER_OTLP_ENDPOINT | http://c:70000 | OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector, such as http://collector:4318.
          OTEL_EXPORTER_OTLP_PROTOCOL | grpc | OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf, which collectors take at port 4318: gRPC is not spoken.
          OTEL_TRACES_SAMPLER | often | OTEL_TRACES_SAMPLER must be one of always_off, always_on, parentbased_always_off, parentbased_always_on, parentbased_traceidratio, traceidratio.
          OTEL_TRACES_SAMPLER_ARG | 2 | OTEL_TRACES_SAMPLER_ARG must be a ratio from 0 to 1, such as 0.1.
          OTEL_TRACES_SAMPLER_ARG | half | OTEL_TRACES_SAMPLER_ARG must be a ratio from 0 to 1, such as 0.1.
          """)
  void saysWhatToDo(String variable, String value, String sentence) {
    Map<String, String> variables =
        variable.equals(ENDPOINT)
            ? Map.of(variable, value)
            : Map.of(ENDPOINT, "http://collector:4318", variable, value);
    assertThat(read(variables).on()).isFalse();
    assertThat(read(variables).problems()).containsExactly(sentence);
  }

  private static TraceSettings read(Map<String, String> variables) {
    return TraceVariables.read(name -> Optional.ofNullable(variables.get(name)));
  }
}
