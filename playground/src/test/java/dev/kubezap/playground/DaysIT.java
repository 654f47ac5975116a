package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users of five other systems do every day, through the gateway, with real session pods, an
 * API server and the simulator's phones.
 */
@Tag("control-plane")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class DaysIT {

  private LeftRunning playground;

  @BeforeAll
  void begin(@TempDir Path folder) throws Exception {
    playground = new LeftRunning(folder);
  }

  @AfterAll
  void end() throws Exception {
    playground.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S0", "S1", "S2", "S3", "S4"})
  void everyTaskIsDone(String system) throws Exception {
    String steps;
    try (var file = getClass().getResourceAsStream("/days/" + system + ".txt")) {
      steps = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
    var number = "49151200001" + system.charAt(1) + "1";
    var other = "49151200001" + system.charAt(1) + "2";
    try (var day = new Day(playground, number, other)) {
      for (var line : steps.lines().toList()) {
        try {
          day.step(line);
        } catch (Exception | AssertionError e) {
          throw new AssertionError(system + ": " + line, e);
        }
      }
    }
    assertThat(steps.lines().count()).isGreaterThan(10);
  }
}
