package dev.kubezap.whatsapp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Any answer of a server or proxy to our request. */
public final class HttpHeadFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    try {
      HttpHead head = HttpHead.read(in);
      assertThat(head.headers()).doesNotContainKey("");
    } catch (IOException declared) {
      assertThat(declared).hasMessageNotContaining("null");
    }
  }
}
