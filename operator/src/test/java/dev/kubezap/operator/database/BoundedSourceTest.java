package dev.kubezap.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.operator.pod.DrippingServer;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Databases that are none. */
class BoundedSourceTest {

  /** Logged in, and then a notice of 32,639 bytes. */
  private static final String NOTICE = "R\0\0\0\010\0\0\0\0N\0\0\177\177";

  /** A server that never says that it is ready: a notice, one byte at a time. */
  @Test
  void workEndsInTimeWhateverTheServerDoes() throws Exception {
    try (var server = new DrippingServer(NOTICE)) {
      var login = login("127.0.0.1:" + server.port());
      long begun = System.nanoTime();

      assertThatThrownBy(
              () -> BoundedSource.within(login, Duration.ofSeconds(1), connection -> "never"))
          .isInstanceOf(SQLException.class)
          .hasMessage("no answer within 1 s")
          .extracting(thrown -> ((SQLException) thrown).getSQLState())
          .isEqualTo("08006");

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  @Tag("slow")
  void manyHostsTakeNoLongerThanOne() throws Exception {
    try (var server = new DrippingServer(NOTICE)) {
      String hosts =
          IntStream.range(0, 8)
              .mapToObj(any -> "127.0.0.1:" + server.port())
              .collect(Collectors.joining(","));
      var source = new BoundedSource(login(hosts), Duration.ZERO, new Attempt());
      long begun = System.nanoTime();

      assertThatThrownBy(source::getConnection).hasMessage("no answer within 15 s");

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }
  }

  private static DatabaseLogin login(String hosts) {
    return new DatabaseLogin(
        "jdbc:postgresql://" + hosts + "/db?sslmode=disable&socketTimeout=0&connectTimeout=0",
        "user",
        "password");
  }
}
