package dev.kubezap.operator.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.net.ConnectException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  private static final DatabaseLogin LOGIN =
      new DatabaseLogin("jdbc:postgresql://db/kubezap", "me", "s3cret");

  @ParameterizedTest(name = "{0}: {1}, needs a person: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "28P01, DatabaseRefused, true",
        "28000, DatabaseRefused, true",
        "3D000, DatabaseRefused, true",
        "42501, DatabaseRefused, true",
        "42601, DatabaseUnavailable, false",
        "08001, DatabaseUnavailable, false",
        "57P03, DatabaseUnavailable, false",
        "-, DatabaseUnavailable, false"
      })
  void onlyWhatWaitingMendsPasses(@Nullable String state, String reason, boolean blocking) {
    Problem problem = Refusal.of("could not be read", LOGIN, new SQLException("why", state));

    assertThat(problem.reason()).isEqualTo(reason);
    assertThat(problem.blocking()).isEqualTo(blocking);
    assertThat(problem.message())
        .isEqualTo(
            "the database at jdbc:postgresql://db/kubezap could not be read for user me: why");
  }

  @Test
  void aNewerSchemaNeedsAPerson() {
    SQLException newer = new SQLException("why", SessionDatabase.SCHEMA_UNKNOWN);

    Problem problem = Refusal.of("could not be prepared", LOGIN, newer);

    assertThat(problem.reason()).isEqualTo("DatabaseSchemaUnknown");
    assertThat(problem.blocking()).isTrue();
  }

  @Test
  void theCauseIsToldUnlessTheMessageDoes() {
    SQLException attempt = new SQLException("attempt failed", "08001", new ConnectException("no"));
    assertThat(Refusal.of("is away", LOGIN, attempt).message())
        .endsWith(": attempt failed (ConnectException: no)");

    SQLException told = new SQLException("refused: no", "08001", new ConnectException("no"));
    assertThat(Refusal.of("is away", LOGIN, told).message()).endsWith(": refused: no");
  }
}
