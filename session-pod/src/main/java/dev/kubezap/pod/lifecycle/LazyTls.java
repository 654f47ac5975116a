package dev.kubezap.pod.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The JDK's TLS with the system's certificate authorities, read when the first connection needs
 * them: reading them takes a tenth of a start.
 */
final class LazyTls extends SSLSocketFactory {

  private static SSLSocketFactory real() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return real().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return real().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return real().createSocket();
  }

  @Override
  public Socket createSocket(Socket inner, String host, int port, boolean autoClose)
      throws IOException {
    return real().createSocket(inner, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return real().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return real().createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return real().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return real().createSocket(address, port, localAddress, localPort);
  }
}
