package dev.kubezap.whatsapp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** Any bytes of a server behind the upgrade. */
public final class WebSocketFuzz implements FuzzTarget {
  private static final WebSocketSettings SETTINGS =
      WebSocketSettings.of(URI.create("wss://web.whatsapp.com/ws/chat"));

  @Override
  public void read(byte[] input) {
    WebSocketTransport transport =
        new WebSocketTransport(
            new Socket(),
            new ByteArrayInputStream(input),
            OutputStream.nullOutputStream(),
            SETTINGS,
            byte[]::new);
    long received = 0;
    try {
      for (Optional<byte[]> chunk = transport.receive();
          chunk.isPresent();
          chunk = transport.receive()) {
        assertThat(chunk.get()).isNotEmpty();
        received += chunk.get().length;
      }
    } catch (IOException declared) {
      assertThat(declared).hasMessageNotContaining("null pointer");
    }
    assertThat(received).isLessThanOrEqualTo(input.length);
  }
}
