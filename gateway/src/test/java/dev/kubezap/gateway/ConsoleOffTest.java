package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway whose console is switched off. */
@QuarkusTest
@TestProfile(ConsoleOffTest.Off.class)
@WithKubernetesTestServer
class ConsoleOffTest extends RunningGateway {

  /** As all others, but for the console. */
  public static final class Off implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      var all = new HashMap<>(new Variables().getConfigOverrides());
      all.put("KUBEZAP_CONSOLE", "false");
      return all;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console/", "/console/main.js"})
  void nothingOfItIsThere(String path) throws Exception {
    assertThat(send("GET", path, "", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/api/v1/caller", FLEET, "").statusCode()).isEqualTo(200);
  }
}
