package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
  private static final String URL = "jdbc:postgresql://db/kubezap?password=hidden";

  @Test
  void aPasswordThatIsEmptyIsNone() {
    assertThat(new DatabaseAddress(URL, "me", "pw").passwords().get()).containsExactly("pw");
    assertThat(new DatabaseAddress(URL, "me", "").passwords().get()).isEmpty();
  }

  @Test
  void anAddressTellsNoParameterOfItsUrl() {
    assertThat(new DatabaseAddress(URL, "me", "pw").toString()).doesNotContain("hidden", "pw,");
  }
}
