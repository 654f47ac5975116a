package dev.kubezap.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void whatFitsStays() {
    assertThat(Utf8.cut("größer", 8)).isEqualTo("größer");
    assertThat(Utf8.cut("", 0)).isEmpty();
  }

  @Test
  void noCharacterIsCutInTwo() {
    assertThat(Utf8.cut("größer", 7)).isEqualTo("größe");
    assertThat(Utf8.cut("größer", 4)).isEqualTo("gr\u00f6");
    assertThat(Utf8.cut("größer", 3)).isEqualTo("gr");
    assertThat(Utf8.cut("\ud83d\ude00!", 3)).isEmpty();
    assertThat(Utf8.cut("\ud83d\ude00!", 4)).isEqualTo("\ud83d\ude00");
  }

  @Test
  void aLongNoteTakesNoMoreBytesThanTheApiServerPermits() {
    String cut = Utf8.cut("ü".repeat(1000), 1024);
    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
    assertThat(cut).isEqualTo("ü".repeat(512));
  }
}
