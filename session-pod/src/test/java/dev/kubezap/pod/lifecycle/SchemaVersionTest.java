package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaVersionTest {
  @Test
  void waitsForAnOlderSchemaAndSaysWhichIsNeeded() {
    assertThat(new SchemaVersion(3, 4).tooOld()).isTrue();
    assertThat(new SchemaVersion(3, 4).complaint())
        .isEqualTo("the database's schema is version 3, this program needs 4");
    assertThat(new SchemaVersion(0, 4).complaint()).contains("no schema yet").contains("4");
  }

  @Test
  void runsOnANewerSchemaAndAsksForAnUpdate() {
    assertThat(new SchemaVersion(4, 4).tooOld()).isFalse();
    assertThat(new SchemaVersion(4, 4).warning()).isEmpty();
    assertThat(new SchemaVersion(6, 4).tooOld()).isFalse();
    assertThat(new SchemaVersion(6, 4).warning())
        .hasValueSatisfying(
            text -> assertThat(text).contains("6").contains("4").contains("update"));
  }
}
