package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Any environment: lines {@code NAME=value}, where the prefix of most names may be left out. */
public final class SettingsFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) {
    Map<String, String> variables = new HashMap<>();
    for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.indexOf('\0') < 0) {
        String name = line.substring(0, equals);
        String value = line.substring(equals + 1);
        // Never a file of this machine.
        if (!name.endsWith("_FILE") && !name.endsWith("_DIR")) {
          variables.put(name.startsWith("KUBE") ? name : "KUBEZAP_" + name, value);
        }
      }
    }
    try {
      PodSettings settings = SettingsReader.read(name -> Optional.ofNullable(variables.get(name)));
      assertThat(settings.http().port()).isBetween(0, 65_535);
    } catch (ConfigurationException declared) {
      assertThat(declared.getMessage()).isNotBlank();
    }
  }
}
