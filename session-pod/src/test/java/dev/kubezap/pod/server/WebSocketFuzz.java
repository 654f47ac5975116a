package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.IOException;
import java.util.Optional;

/** Any bytes of a client behind the upgrade. */
public final class WebSocketFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) throws Exception {
    try (BytesCaller caller = new BytesCaller(input, Integer.MAX_VALUE)) {
      WebSocketChannel channel =
          new WebSocketChannel(new ConnectionInput(caller), new ConnectionOutput(caller));
      try {
        for (Optional<String> text = channel.read(); text.isPresent(); text = channel.read()) {
          channel.write(text.get());
        }
        assertThat(channel.isClosed()).isTrue();
      } catch (IOException theClientWent) {
        assertThat(theClientWent).hasMessageContaining("went");
      }
    }
  }
}
