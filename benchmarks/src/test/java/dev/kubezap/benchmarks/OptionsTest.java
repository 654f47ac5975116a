package dev.kubezap.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.benchmarks.Options.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void measuresEverythingButTheLongRun() {
    Options options = Options.parse(List.of());
    assertThat(options.parts())
        .containsExactlyInAnyOrder(
            Part.START, Part.FLEET, Part.LOAD, Part.MEDIA, Part.GROUP, Part.HISTORY);
    assertThat(options.quick()).isFalse();
  }

  @Test
  void takesThePartThatIsNamed() {
    Options options = Options.parse(List.of("--quick", "--only", "long", "--messages", "2000"));
    assertThat(options).isEqualTo(new Options(true, java.util.Set.of(Part.LONG), 2000, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "--fast,unknown option --fast",
    "--only,--only takes",
    "--only all,--only takes",
    "--only long --messages many,--messages takes a number",
    "--messages 2000,--messages is for --only long",
    "--postgres /nowhere,--postgres takes a folder"
  })
  void refusesWhatItWouldNotDo(String words, String sentence) {
    assertThatThrownBy(() -> Options.parse(List.of(words.split(" "))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }
}
