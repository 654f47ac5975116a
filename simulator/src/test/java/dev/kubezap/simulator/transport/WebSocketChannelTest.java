package dev.kubezap.simulator.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kubezap.simulator.crypto.Bytes;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WebSocketChannelTest {
  @Test
  @Timeout(20)
  void theClosingIsLeftToThePeer() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket peer = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket accepted = listener.accept()) {
      WebSocketChannel channel =
          new WebSocketChannel(
              accepted, new DataInputStream(accepted.getInputStream()), accepted.getOutputStream());
      channel.write(Bytes.utf8("last"));
      Thread closing =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      channel.closeAfterPeer(Duration.ofHours(1));
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      InputStream in = peer.getInputStream();
      assertArrayEquals(new byte[] {(byte) 0x82, 4, 'l', 'a', 's', 't'}, in.readNBytes(6));
      peer.setSoTimeout(200);
      assertThrows(SocketTimeoutException.class, in::read);
      peer.shutdownOutput();
      assertEquals(Optional.empty(), channel.receive());
      channel.receivingEnded();
      closing.join();
      assertArrayEquals(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8}, in.readNBytes(4));
      assertTrue(accepted.isClosed());
    }
  }

  /** A masked binary frame of one byte, 7. */
  private static final byte[] FRAME = {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 7};

  @Test
  @Timeout(20)
  void aPeerThatIsSendingGetsAllThatWasSentBeforeTheEnd() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket peer = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket accepted = listener.accept()) {
      WebSocketChannel channel =
          new WebSocketChannel(
              accepted, new DataInputStream(accepted.getInputStream()), accepted.getOutputStream());
      peer.getOutputStream().write(FRAME);
      channel.write(Bytes.utf8("last"));
      Thread closing = Thread.ofVirtual().start(channel::close);
      InputStream in = peer.getInputStream();
      assertArrayEquals(new byte[] {(byte) 0x82, 4, 'l', 'a', 's', 't'}, in.readNBytes(6));
      assertArrayEquals(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8}, in.readNBytes(4));
      peer.getOutputStream().write(FRAME);
      assertEquals(-1, in.read(), "an end, not a reset");
      peer.shutdownOutput();
      Optional<Bytes> seven = Optional.of(Bytes.of((byte) 7));
      assertEquals(seven, channel.receive());
      assertEquals(seven, channel.receive());
      assertEquals(Optional.empty(), channel.receive());
      channel.receivingEnded();
      closing.join();
      assertTrue(accepted.isClosed());
    }
  }
}
