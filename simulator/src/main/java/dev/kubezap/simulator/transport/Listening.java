package dev.kubezap.simulator.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;

/** Opens the ports that a simulator serves. */
public final class Listening {
  private static final int BACKLOG = 1024;

  private Listening() {}

  /** How a port is bound. */
  @FunctionalInterface
  public interface Binding<T> {
    /** Binds it. */
    T bind(InetSocketAddress address) throws IOException;
  }

  /** A bound port of the WebSocket endpoint. */
  public static ServerSocket open(Optional<SelfMadeAuthority> authority, String host, int port)
      throws IOException {
    return at(
        host,
        port,
        address -> {
          ServerSocket listener =
              authority.isPresent()
                  ? authority.get().context().getServerSocketFactory().createServerSocket()
                  : new ServerSocket();
          try {
            listener.bind(address, BACKLOG);
            return listener;
          } catch (IOException e) {
            listener.close();
            throw e;
          }
        });
  }

  /**
   * Binds an address.
   *
   * @throws IOException with a sentence that names the address and says what to do
   */
  public static <T> T at(String host, int port, Binding<T> binding) throws IOException {
    try {
      return binding.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new IOException(host + " is no address of this machine, such as 127.0.0.1", e);
    } catch (IOException e) {
      throw new IOException(
          "Nothing can be served at "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "): choose an address of this machine and a free port, or 0 for any",
          e);
    }
  }
}
