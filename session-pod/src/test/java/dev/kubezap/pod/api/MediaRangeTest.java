package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaRangeTest {
  private static final List<String> OFFERED = List.of("image/png", "image/svg+xml", "text/plain");

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                         | image/png     | who does not say takes the first
          */*                                       | image/png     | who takes anything takes the first
          text/plain                                | text/plain    | the one that is named
          TEXT/Plain                                | text/plain    | in whatever case
          image/*                                   | image/png     | the first of a family
          image/*;q=0.5, text/plain                 | text/plain    | the one that is wanted more
          text/plain;q=0.1, image/svg+xml ; q=0.2   | image/svg+xml | the one that is wanted more, whichever comes first
          image/png;q=0, */*                        | image/svg+xml | all but one
          */*, image/png;q=0                        | image/svg+xml | all but one, whichever comes first
          image/png;q=0, image/*                    | image/svg+xml | a family but for one
          image/*, image/png;q=0                    | image/svg+xml | a family but for one, whichever comes first
          image/*;q=0.2, */*;q=0.1, text/plain;q=0  | image/png     | the family before the rest
          application/json                          | -             | none of them
          text/plain;q=0                            | -             | only what is not wanted
          text/plain;q=much                         | -             | a weight that is none
          text/plain;q=-1                           | -             | a weight below nothing
          text/plain;charset=utf-8                  | text/plain    | another parameter is no weight
          text                                      | -             | no range
          """)
  void takesTheBestOfWhatTheCallerAccepts(
      @Nullable String accept, @Nullable String chosen, String why) {
    assertThat(MediaRange.choose(Optional.ofNullable(accept), OFFERED).orElse(null))
        .as(why)
        .isEqualTo(chosen);
  }

  @Test
  void spacesCostNoTime() {
    String spaces = " ".repeat(60_000);
    assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          assertThat(MediaRange.choose(Optional.of("text/plain" + spaces + "x;q=1"), OFFERED))
              .isEmpty();
          assertThat(MediaRange.choose(Optional.of("text/plain" + spaces + ";q=1"), OFFERED))
              .contains("text/plain");
          assertThat(EventSelection.parse("message.sent" + spaces + "x")).isEmpty();
          assertThat(EventSelection.parse("message.sent" + spaces + ",message.received"))
              .contains(new EventSelection(Set.of("message.sent", "message.received")));
        });
  }
}
