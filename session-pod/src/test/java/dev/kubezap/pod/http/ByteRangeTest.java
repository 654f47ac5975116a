package dev.kubezap.pod.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bytes are meant, by RFC 9110, section 14. */
class ByteRangeTest {
  private static final String VERSION = "\"v1\"";

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=10-, 10, 99",
    "bytes=99-, 99, 99",
    "bytes=90-1000, 90, 99",
    "bytes=-1, 99, 99",
    "bytes=-1000, 0, 99",
    "'bytes= 5-6', 5, 6",
  })
  void aPartOfAHundredBytes(String range, long first, long last) {
    assertThat(of(range)).isEqualTo(new ByteRange.Part(first, last));
  }

  @ParameterizedTest
  @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"})
  void bytesThatAreNotThere(String range) {
    assertThat(of(range)).isEqualTo(new ByteRange.Unsatisfiable());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=",
    "bytes=-",
    "bytes=5",
    "bytes=6-5",
    "bytes=a-b",
    "bytes=1-b",
    "bytes=--1",
    "bytes=+1-2",
    "'bytes=0-1,3-4'",
    "lines=0-1",
    "bytes=0-9999999999999999999",
  })
  void whatNeedNotBeUnderstoodMeansAll(String range) {
    assertThat(of(range)).isEqualTo(new ByteRange.Whole());
  }

  @Test
  void aPartOfAnotherVersionIsNotWanted() {
    Optional<String> range = Optional.of("bytes=0-1");
    assertThat(ByteRange.of(Optional.empty(), Optional.empty(), VERSION, 100))
        .isEqualTo(new ByteRange.Whole());
    assertThat(ByteRange.of(range, Optional.of("\"v0\""), VERSION, 100))
        .isEqualTo(new ByteRange.Whole());
    assertThat(ByteRange.of(range, Optional.of(VERSION), VERSION, 100))
        .isEqualTo(new ByteRange.Part(0, 1));
  }

  @Test
  void nothingHasNoParts() {
    assertThat(ByteRange.of(Optional.of("bytes=0-"), Optional.empty(), VERSION, 0))
        .isEqualTo(new ByteRange.Unsatisfiable());
    assertThat(ByteRange.of(Optional.of("bytes=-5"), Optional.empty(), VERSION, 0))
        .isEqualTo(new ByteRange.Unsatisfiable());
  }

  private static ByteRange of(String range) {
    return ByteRange.of(Optional.of(range), Optional.empty(), VERSION, 100);
  }
}
