package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.util.Arrays;
import java.util.Map;

/** Any content of a file of the configuration folder; the first byte says of which. */
public final class FolderFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String file =
        switch (input[0] % 3) {
          case 0 -> FolderReader.WEBHOOKS;
          case 1 -> FolderReader.API_KEYS;
          default -> FolderReader.API_KEY;
        };
    try {
      FolderContent content =
          FolderReader.read(Map.of(file, Arrays.copyOfRange(input, 1, input.length)));
      content
          .webhooks()
          .forEach(
              webhook -> {
                assertThat(webhook.url().getHost()).isNotBlank();
                assertThat(webhook.toString()).doesNotContain(webhook.url().toString());
              });
    } catch (ConfigurationException declared) {
      assertThat(declared.getMessage()).isNotBlank();
    }
  }
}
