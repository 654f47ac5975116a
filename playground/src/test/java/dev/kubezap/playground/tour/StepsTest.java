package dev.kubezap.playground.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.playground.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepsTest {

  private static final Path LOG = Path.of("/logs/one.log");

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Steps steps =
      new Steps(new Terminal(new PrintStream(told, true, StandardCharsets.UTF_8)));

  @Test
  void aStepIsTriedUntilItIsSeenWhateverGoesWrongMeanwhile() throws Exception {
    var tries = new AtomicInteger();
    var answer =
        steps.await(
            "the thing was seen",
            Duration.ofSeconds(10),
            LOG,
            _ -> {
              if (tries.incrementAndGet() == 1) {
                throw new IOException("away");
              }
              return tries.get() == 2 ? Optional.empty() : Optional.of("it");
            });
    assertThat(answer).isEqualTo("it");
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("✓ the thing was seen");
    assertThat(steps.summary()).contains("the thing was seen").contains("in all");
  }

  @Test
  void aStepThatIsNotSeenTellsHowThingsStoodAndWhatToRead() {
    assertThatThrownBy(
            () ->
                steps.await(
                    "the thing was seen",
                    Duration.ofMillis(1),
                    LOG,
                    status -> {
                      status.set("half of it");
                      return Optional.empty();
                    }))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("the thing was seen")
        .hasMessageContaining("half of it")
        .hasMessageContaining("/logs/one.log");
    assertThat(steps.summary()).doesNotContain("the thing was seen");
  }
}
