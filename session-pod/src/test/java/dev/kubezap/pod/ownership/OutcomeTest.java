package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class OutcomeTest {

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "KZ001, FENCED, the fence's own error",
    "KZ002, HIDDEN, the fence cannot tell",
    "23505, ROLLED_BACK, a constraint",
    "40001, ROLLED_BACK, a serialisation failure",
    "42501, ROLLED_BACK, a missing right",
    "53100, ROLLED_BACK, a full disk",
    "57014, ROLLED_BACK, a statement that was cancelled",
    "57P01, UNKNOWN, the server is shut down",
    "57P02, UNKNOWN, the server crashes",
    "08006, UNKNOWN, the connection failed",
    "58030, UNKNOWN, the server cannot read or write",
    "XX000, UNKNOWN, the server is in disorder"
  })
  void whatTheServerReportsTellsWhetherSomethingMayBeStored(
      String state, Outcome outcome, String why) {
    assertThat(Outcome.of(reported(state))).as(why).isEqualTo(outcome);
  }

  @Test
  void whatTheServerDidNotReportMayBeStored() {
    assertThat(Outcome.of(new PSQLException("gone", null)))
        .as("an error without a state")
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(Outcome.of(new SQLException("cut off", "2")))
        .as("an error whose state is none")
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(Outcome.of(new SQLException("of the driver's own", "22023")))
        .as("an error of the driver with a state of its own")
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(Outcome.of(new PSQLException("of the driver's own", PSQLState.UNDEFINED_COLUMN)))
        .as("an error of the driver, which no server message stands behind")
        .isEqualTo(Outcome.UNKNOWN);
  }

  private static PSQLException reported(String state) {
    return new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0Mwhy\0"));
  }
}
