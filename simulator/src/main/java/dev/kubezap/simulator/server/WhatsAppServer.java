package dev.kubezap.simulator.server;

import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultSite;
import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.media.MediaHost;
import dev.kubezap.simulator.message.AcceptedMessages;
import dev.kubezap.simulator.noise.NoiseIdentity;
import dev.kubezap.simulator.pairing.PairingDesk;
import dev.kubezap.simulator.transport.HttpRequest;
import dev.kubezap.simulator.transport.WebSocketChannel;
import dev.kubezap.simulator.transport.WebSocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The chat server: accepts connections and joins the parts that serve them. */
public final class WhatsAppServer implements AutoCloseable {
  private final ServerContext context;
  private final NoiseIdentity identity;
  private final Bytes certificateChain;
  private final ChatService service;
  private final Login login;
  private final MediaHost media;
  private final WebSocketServer endpoint;
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
  private final AtomicLong lastConnection = new AtomicLong();

  /** A server on a bound socket; {@link #start} begins to accept. */
  public WhatsAppServer(
      ServerContext context,
      NoiseIdentity identity,
      DeviceEvents events,
      MediaHost media,
      ServerSocket listener) {
    this.media = media;
    this.context = context;
    this.identity = identity;
    certificateChain = identity.chain(context.now(), context.random());
    service = new ChatService(context, events);
    login = new Login(context, service);
    endpoint = new WebSocketServer(listener, new Endpoint());
  }

  private final class Endpoint implements WebSocketServer.Handler {
    @Override
    public boolean admit(String remote) throws InterruptedException {
      FaultAction fault = context.faults().at(FaultSite.of(FaultPoint.CONNECT, 0)).orElse(null);
      if (fault instanceof FaultAction.Delay delay) {
        Thread.sleep(delay.milliseconds());
      }
      return !(fault instanceof FaultAction.Close);
    }

    @Override
    public boolean answer(HttpRequest request, InputStream in, OutputStream out)
        throws IOException {
      return media.answer(request, in, out);
    }

    @Override
    public void serve(WebSocketChannel channel) throws IOException, InterruptedException {
      long id = lastConnection.incrementAndGet();
      Connection connection =
          new Connection(
              id,
              channel,
              context,
              identity.server(),
              certificateChain,
              service.pairing(),
              login,
              service.stanzas());
      connections.put(id, connection);
      try {
        connection.serve();
      } finally {
        connections.remove(id);
      }
    }
  }

  /** Begins to accept. */
  public void start() {
    endpoint.start();
  }

  /** The port that it listens on. */
  public int port() {
    return endpoint.port();
  }

  /** Handles stanzas; for phones, which have no connection. */
  public Stanzas stanzas() {
    return service.stanzas();
  }

  /** What it does with stanzas. Used with the world's lock held. */
  public ChatService service() {
    return service;
  }

  /** The messages that it accepted. Read with the world's lock held. */
  public AcceptedMessages accepted() {
    return service.accepted();
  }

  /** All groups. Used with the world's lock held. */
  public Groups groups() {
    return service.groups();
  }

  /** Where companions are linked. Used with the world's lock held. */
  public PairingDesk pairing() {
    return service.pairing();
  }

  /** All connections. */
  public List<Connection> connections() {
    return List.copyOf(connections.values());
  }

  /** Ends all connections and stops to accept. */
  @Override
  public void close() {
    endpoint.close();
  }
}
