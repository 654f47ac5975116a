package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurabilityTest {
  @Test
  void namesEverySettingUnderWhichStoredIsNotStored() {
    assertThat(Durability.weaknesses("on", "on", "on", false)).isEmpty();
    assertThat(Durability.weaknesses("on", "on", "remote_apply", false)).isEmpty();
    assertThat(Durability.weaknesses("off", "off", "local", true))
        .hasSize(4)
        .allSatisfy(sentence -> assertThat(sentence).endsWith("."));
    assertThat(Durability.weaknesses("on", "on", "off", false))
        .singleElement()
        .asString()
        .contains("synchronous_commit off");
    assertThat(Durability.weaknesses("on", "off", "on", false))
        .singleElement()
        .asString()
        .contains("full_page_writes = on");
  }

  @Test
  void needsAStandbyOnlyWhereTheServerIsToldToHaveOne() {
    assertThat(Durability.missingStandby("", 0)).isEmpty();
    assertThat(Durability.missingStandby("ANY 1 (a, b)", 1)).isEmpty();
    assertThat(Durability.missingStandby("ANY 1 (a, b)", 0))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).contains("ANY 1 (a, b)").endsWith("."));
  }

  @Test
  void asksTheServerAsTheCommitsSeeIt() throws Exception {
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address());
    try (Connection connection =
        opener.open("test", Duration.ofSeconds(5), Duration.ofSeconds(5))) {
      // The tests' own server runs with fsync off and all else on.
      assertThat(Durability.weaknesses(connection))
          .filteredOn(sentence -> !sentence.contains("fsync"))
          .isEmpty();
      assertThat(Durability.weaknesses(connection)).anyMatch(s -> s.contains("fsync off"));
      try (Statement statement = connection.createStatement()) {
        statement.execute("set synchronous_commit = local");
      }
      assertThat(Durability.weaknesses(connection))
          .anyMatch(sentence -> sentence.contains("synchronous_commit local"));
    }
  }
}
