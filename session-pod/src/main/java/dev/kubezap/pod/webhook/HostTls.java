package dev.kubezap.pod.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS to one host for a library that is given its address: whatever host the library names, the
 * certificate must be that of the host of the URL.
 */
final class HostTls extends SSLContextSpi {
  private final EndpointSockets sockets;
  private final String host;

  private HostTls(EndpointSockets sockets, String host) {
    this.sockets = sockets;
    this.host = host;
  }

  /** A context that makes sockets out of connected ones, and nothing else. */
  static SSLContext context(EndpointSockets sockets, String host) {
    return new HostContext(new HostTls(sockets, host));
  }

  private static final class HostContext extends SSLContext {
    HostContext(HostTls tls) {
      super(tls, Security.getProviders()[0], "TLS");
    }
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new HostSockets();
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("its keys and trust are set already");
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw new UnsupportedOperationException("it makes no servers");
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw new UnsupportedOperationException("it makes sockets alone");
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String peer, int port) {
    throw new UnsupportedOperationException("it makes sockets alone");
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    throw new UnsupportedOperationException("it makes no servers");
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    throw new UnsupportedOperationException("it keeps no sessions");
  }

  private final class HostSockets extends SSLSocketFactory {
    @Override
    public Socket createSocket(Socket connected, String named, int port, boolean close)
        throws IOException {
      return sockets.secured(connected, host, port);
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return sockets.tls().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return sockets.tls().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String named, int port) {
      throw new UnsupportedOperationException("it connects nowhere by itself");
    }

    @Override
    public Socket createSocket(String named, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException("it connects nowhere by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port) {
      throw new UnsupportedOperationException("it connects nowhere by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException("it connects nowhere by itself");
    }
  }
}
