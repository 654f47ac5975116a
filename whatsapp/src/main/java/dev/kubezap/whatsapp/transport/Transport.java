package dev.kubezap.whatsapp.transport;

import java.io.IOException;
import java.util.Optional;

/**
 * An open stream of bytes in both directions. One thread sends, one receives, and any may close.
 * Where one chunk ends means nothing.
 */
public interface Transport extends AutoCloseable {

  /** Sends bytes, perhaps only at the next {@link #flush()}; blocks while the peer takes none. */
  void send(byte[] bytes) throws IOException;

  /** Makes sure that all bytes are on their way. */
  void flush() throws IOException;

  /**
   * Waits for the next bytes.
   *
   * @return a chunk of at least one byte, or empty when the peer ended the stream in good order
   * @throws IOException when the stream broke, the peer ended it with an error, or it was closed
   */
  Optional<byte[]> receive() throws IOException;

  /** Tells the peer, as the last act of the sending thread, that nothing more will come. */
  void end() throws IOException;

  /** Closes at once and without waiting; blocked calls of other threads then fail. */
  @Override
  void close();
}
