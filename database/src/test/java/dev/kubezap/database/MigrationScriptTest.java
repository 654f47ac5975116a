package dev.kubezap.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationScriptTest {

  @Test
  void everyMigrationOfTheProductKeepsWhatItsFirstLinePromises() {
    for (String path : Migrations.files().paths()) {
      assertThat(MigrationScript.parse(path, MigrationFiles.text(path))).isNotNull();
    }
  }

  @Test
  void theFirstLineSaysHow() {
    assertThat(MigrationScript.parse("V1__a.sql", "-- About it.\nselect 1;"))
        .isEqualTo(new MigrationScript.AtOnce());
    assertThat(
            MigrationScript.parse(
                "V2__a.sql",
                "-- online\n-- Why; it is so.\ncreate index concurrently i\n  on t (a);\nanalyze t;\n"))
        .isEqualTo(
            new MigrationScript.Online(
                List.of("create index concurrently i\n  on t (a)", "analyze t")));
    assertThat(
            MigrationScript.parse(
                "V3__a.sql", "-- batches of message\nupdate message set a = 1 where {batch};\n"))
        .isEqualTo(
            new MigrationScript.Batches("message", "update message set a = 1 where {batch}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index i on t (a)",
        "create unique index i on t (a)",
        "alter table t add column a text",
        "alter table t alter column a set not null",
        "update t set a = 1",
        "drop index i",
        "alter table t validate constraint c, add column a text",
        "alter table t validate constraint c; update t set a = 1",
      })
  void whatKeepsOthersFromWritingIsRefused(String statement) {
    assertThatThrownBy(() -> MigrationScript.parse("V1__a.sql", "-- online\n" + statement + ";"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("V1__a.sql is to run while others write");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- batches of message\nupdate message set a = 1;",
        "-- batches of message\nupdate message set a = 1 where {batch} or {batch};",
        "-- batches of message\nupdate message set a = 1 where {batch};\nselect 1;",
        "-- batches of message\n",
        "-- batches of the messages\nupdate message set a = 1 where {batch};",
      })
  void whatDoesNotGoByBatchesIsRefused(String text) {
    assertThatThrownBy(() -> MigrationScript.parse("V1__a.sql", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("V1__a.sql");
  }

  @ParameterizedTest
  @CsvSource({
    "500, 10, 1000",
    "500, 100, 500",
    "500, 300, 500",
    "500, 301, 250",
    "20000, 10, 20000",
    "1, 5000, 1",
  })
  void aBatchTakesAboutAsLongAsOthersMayWait(int rows, int milliseconds, int next) {
    assertThat(new BatchSize(rows).after(Duration.ofMillis(milliseconds)))
        .isEqualTo(new BatchSize(next));
  }
}
