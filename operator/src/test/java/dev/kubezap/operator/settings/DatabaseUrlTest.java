package dev.kubezap.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/kubezap",
        "jdbc:postgresql://db:5432/kubezap?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        "jdbc:postgresql://a:1,b:2/kubezap?targetServerType=primary&",
        "jdbc:postgresql://[::1]:5432/kubezap?prepareThreshold=0",
        "jdbc:postgresql://1,2,3,4,5,6,7,8/kubezap"
      })
  void usable(String url) {
    assertThat(DatabaseUrl.problem(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:mysql://db/kubezap                          | must be jdbc:postgresql://host:port/database
          jdbc:postgresql:kubezap                          | must be jdbc:postgresql://host:port/database
          jdbc:postgresql:///kubezap                       | must be jdbc:postgresql://host:port/database
          jdbc:postgresql://db                             | must be jdbc:postgresql://host:port/database
          jdbc:postgresql://me:secret@db/kubezap           | without a password
          jdbc:postgresql://1,2,3,4,5,6,7,8,9/kubezap      | at most 8 hosts
          jdbc:postgresql://db/k?password=secret           | must not have a user or a password
          jdbc:postgresql://db/k?ssl=true&user=postgres    | must not have a user or a password
          jdbc:postgresql://db/k?socketFactory=a.B         | the parameter socketFactory: allowed are
          jdbc:postgresql://db/k?options=-c%20x&sslkey=/k  | the parameter options, sslkey: allowed are
          jdbc:postgresql://db/k?loggerFile=/tmp/x         | the parameter loggerFile: allowed are
          """)
  void refused(String url, String why) {
    assertThat(DatabaseUrl.problem(url)).get().asString().contains(why).doesNotContain("secret");
  }
}
