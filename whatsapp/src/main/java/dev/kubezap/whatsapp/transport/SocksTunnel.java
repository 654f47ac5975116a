package dev.kubezap.whatsapp.transport;

import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks a SOCKS proxy for a tunnel: RFC 1928, with user and password by RFC 1929. The name of the
 * service goes to the proxy unresolved.
 */
final class SocksTunnel {

  private static final int VERSION = 5;
  private static final int PASSWORD_VERSION = 1;
  private static final int NO_AUTHENTICATION = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private SocksTunnel() {}

  static void open(Socket socket, ProxySettings proxy, String host, int port)
      throws IOException, OpenException {
    OutputStream out = socket.getOutputStream();
    // Reads exactly what is answered: what follows belongs to the tunnel.
    DataInputStream in = new DataInputStream(socket.getInputStream());
    Optional<ProxySettings.Credentials> credentials = proxy.credentials();
    out.write(
        new byte[] {
          VERSION, 1, (byte) (credentials.isPresent() ? USER_AND_PASSWORD : NO_AUTHENTICATION)
        });
    int version = in.readUnsignedByte();
    int method = in.readUnsignedByte();
    if (version != VERSION) {
      throw new OpenException(Step.PROXY, "Proxy " + proxy + " does not speak SOCKS 5");
    }
    if (credentials.isPresent() && method == USER_AND_PASSWORD) {
      out.write(login(proxy, credentials.get()));
      in.readUnsignedByte();
      if (in.readUnsignedByte() != 0) {
        throw new OpenException(Step.PROXY, "Proxy " + proxy + " refuses user and password");
      }
    } else if (credentials.isPresent() || method != NO_AUTHENTICATION) {
      throw new OpenException(
          Step.PROXY,
          "Proxy "
              + proxy
              + (credentials.isPresent()
                  ? " does not take user and password"
                  : " wants user and password"));
    }
    out.write(request(proxy, host, port));
    checkReply(in, proxy, host + ':' + port);
  }

  private static byte[] login(ProxySettings proxy, ProxySettings.Credentials credentials)
      throws OpenException {
    ByteArrayOutputStream login = new ByteArrayOutputStream();
    login.write(PASSWORD_VERSION);
    string(login, proxy, credentials.user());
    string(login, proxy, credentials.password());
    return login.toByteArray();
  }

  private static byte[] request(ProxySettings proxy, String host, int port) throws OpenException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, CONNECT, 0, NAME});
    string(request, proxy, host);
    request.write(port >> 8);
    request.write(port);
    return request.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, ProxySettings proxy, String text)
      throws OpenException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw new OpenException(
          Step.PROXY, "Proxy " + proxy + ": names and passwords have at most 255 bytes in SOCKS");
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  private static void checkReply(DataInputStream in, ProxySettings proxy, String target)
      throws IOException, OpenException {
    in.readUnsignedByte();
    int reply = in.readUnsignedByte();
    if (reply != 0) {
      throw new OpenException(
          Step.PROXY, "Proxy " + proxy + " refuses a tunnel to " + target + ": " + words(reply));
    }
    in.readUnsignedByte();
    int address =
        switch (in.readUnsignedByte()) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> in.readUnsignedByte();
          default -> throw new IOException("the answer is not SOCKS 5");
        };
    in.skipNBytes(address + 2L);
  }

  private static String words(int reply) {
    return switch (reply) {
      case 1 -> "general failure";
      case 2 -> "not allowed";
      case 3 -> "network unreachable";
      case 4 -> "host unreachable";
      case 5 -> "connection refused";
      case 6 -> "expired";
      case 7 -> "command not supported";
      case 8 -> "kind of address not supported";
      default -> "reply " + reply;
    };
  }
}
