package dev.kubezap.pod.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;

/** Any document: what can be read is written and read again. */
public final class JsonFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) throws Exception {
    JsonNode document;
    try {
      document = Json.read(input);
    } catch (MalformedJsonException declared) {
      assertThat(declared.getMessage()).isNotBlank();
      return;
    }
    byte[] written = Json.bytes(document);
    assertThat(Json.bytes(Json.read(written))).isEqualTo(written);
  }
}
