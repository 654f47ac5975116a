package dev.kubezap.simulator.server;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.context.Ends;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.InvalidCiphertextException;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultSite;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.node.NodeDecoder;
import dev.kubezap.simulator.node.NodeFormatException;
import dev.kubezap.simulator.noise.NoiseHandshake;
import dev.kubezap.simulator.pairing.PairingDesk;
import dev.kubezap.simulator.pairing.Registration;
import dev.kubezap.simulator.proto.ClientPayload;
import dev.kubezap.simulator.transport.FrameSplitter;
import dev.kubezap.simulator.transport.WebSocketChannel;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's connection, from its first byte to its last. */
public final class Connection implements DeviceLink {
  private final long id;
  private final WebSocketChannel channel;
  private final ServerContext context;
  private final KeyPair serverKey;
  private final Bytes certificateChain;
  private final PairingDesk desk;
  private final Login login;
  private final Stanzas stanzas;
  private final FrameSplitter splitter = new FrameSplitter();
  private final StanzaWriter writer;
  private @Nullable Node held;
  private volatile boolean deaf;
  private volatile @Nullable Device device;
  private volatile @Nullable Registration registration;

  Connection(
      long id,
      WebSocketChannel channel,
      ServerContext context,
      KeyPair serverKey,
      Bytes certificateChain,
      PairingDesk desk,
      Login login,
      Stanzas stanzas) {
    this.id = id;
    this.channel = channel;
    this.context = context;
    this.serverKey = serverKey;
    this.certificateChain = certificateChain;
    this.desk = desk;
    this.login = login;
    this.stanzas = stanzas;
    writer = new StanzaWriter(channel, stanza -> fault(FaultPoint.OUT, stanza));
  }

  /** Speaks with the client until one side ends. */
  void serve() throws IOException, InterruptedException {
    try {
      Optional<NoiseHandshake.Established> established = shakeHands();
      if (established.isEmpty()) {
        return;
      }
      NoiseHandshake.Established session = established.get();
      writer.start(session.out());
      ClientPayload payload = ClientPayload.parseFrom(session.payload().toArray());
      boolean open = enter(session.clientStatic(), payload);
      while (open) {
        Optional<Bytes> frame = nextFrame();
        open = frame.isPresent() && receive(NodeDecoder.decode(session.in().decrypt(frame.get())));
      }
    } catch (InvalidProtocolBufferException
        | InvalidCiphertextException
        | NodeFormatException
        | IllegalArgumentException e) {
      context.violations().add("malformed", this, String.valueOf(e.getMessage()));
    } finally {
      context.world().locking(this::ended);
      writer.addEnd();
      channel.receivingEnded();
      channel.close();
    }
  }

  /** Whether to go on with the client. */
  private boolean enter(Bytes clientStatic, ClientPayload payload) throws InterruptedException {
    Node site =
        Node.of("login").with("registration", String.valueOf(payload.hasDevicePairingData()));
    FaultAction fault =
        context
            .faults()
            .at(
                new FaultSite(
                    FaultPoint.LOGIN,
                    id,
                    Long.toUnsignedString(payload.getUsername()),
                    payload.getDevice(),
                    site))
            .orElse(null);
    switch (fault) {
      case FaultAction.Delay delay -> Thread.sleep(delay.milliseconds());
      case FaultAction.Failure failure -> end(Ends.failure(failure));
      case FaultAction.StreamError error -> end(Ends.streamError(error));
      case FaultAction.Drop _ -> {
        return true;
      }
      case FaultAction.Close _ -> {
        channel.abort();
        return false;
      }
      case null, default -> {}
    }
    if (!(fault instanceof FaultAction.Failure) && !(fault instanceof FaultAction.StreamError)) {
      context.world().locking(() -> login.enter(this, clientStatic, payload));
    }
    return true;
  }

  /** Whether to read on: what follows a break was lost with the connection. */
  private boolean receive(Node stanza) throws InterruptedException {
    if (deaf) {
      return true;
    }
    Node before = held;
    held = null;
    FaultAction fault = fault(FaultPoint.IN, stanza).orElse(null);
    switch (fault) {
      case FaultAction.Drop _ -> {}
      case FaultAction.Reorder _ -> held = stanza;
      case FaultAction.Close _ -> {
        channel.abort();
        return false;
      }
      case FaultAction.StreamError error -> end(Ends.streamError(error));
      case FaultAction.Duplicate _ -> {
        context.world().locking(() -> handle(stanza));
        context.world().locking(() -> handle(stanza));
      }
      case FaultAction.Delay delay -> {
        Thread.sleep(delay.milliseconds());
        context.world().locking(() -> handle(stanza));
      }
      case FaultAction.CloseAfter _ -> {
        context.world().locking(() -> handle(stanza));
        channel.abort();
        return false;
      }
      case null, default -> context.world().locking(() -> handle(stanza));
    }
    if (before != null) {
      context.world().locking(() -> handle(before));
    }
    return true;
  }

  private Optional<FaultAction> fault(FaultPoint point, Node stanza) {
    Device owner = device;
    String account = owner == null ? "" : owner.account().phoneNumber();
    return context
        .faults()
        .at(new FaultSite(point, id, account, owner == null ? -1 : owner.id(), stanza));
  }

  private Optional<NoiseHandshake.Established> shakeHands()
      throws IOException, InterruptedException {
    Optional<Bytes> hello = nextFrame();
    if (hello.isEmpty()) {
      return Optional.empty();
    }
    NoiseHandshake handshake =
        new NoiseHandshake(serverKey, Curve25519.generate(context.random()), splitter.intro());
    Bytes answer = FrameSplitter.frame(handshake.hello(hello.get(), certificateChain));
    FaultAction fault = context.faults().at(FaultSite.of(FaultPoint.HANDSHAKE, id)).orElse(null);
    switch (fault) {
      case FaultAction.Drop _ -> {}
      case FaultAction.Close _ -> channel.abort();
      case FaultAction.Truncate _ -> {
        channel.send(answer.slice(0, answer.size() / 2));
        channel.abort();
      }
      case FaultAction.Delay delay -> {
        Thread.sleep(delay.milliseconds());
        channel.send(answer);
      }
      case null, default -> channel.send(answer);
    }
    Optional<Bytes> finish = nextFrame();
    return finish.isEmpty() ? Optional.empty() : Optional.of(handshake.finish(finish.get()));
  }

  private Optional<Bytes> nextFrame() throws IOException {
    for (Optional<Bytes> frame = splitter.next(); ; frame = splitter.next()) {
      if (frame.isPresent()) {
        return frame;
      }
      Optional<Bytes> more = channel.receive();
      if (more.isEmpty()) {
        return Optional.empty();
      }
      splitter.add(more.get());
    }
  }

  private void handle(Node stanza) {
    Device current = device;
    Registration registering = registration;
    if (current != null) {
      if (current.mailbox().link() == this) {
        stanzas.handle(current, stanza);
      }
    } else if (registering != null) {
      stanzas.handleUnlinked(registering, stanza);
    } else {
      context.violations().add("stanza-before-login", this, stanza.toString());
    }
  }

  private void ended() {
    Device current = device;
    if (current != null) {
      current.mailbox().disconnect(this);
    }
    desk.close(this);
  }

  /** The connection belongs to a device now. */
  void loggedIn(Device owner) {
    device = owner;
  }

  /** The connection belongs to a companion that is not linked. */
  void registering(Registration companion) {
    registration = companion;
  }

  @Override
  public void deliver(Node stanza) {
    writer.add(stanza);
  }

  @Override
  public void end(Node... last) {
    // What still comes is read, lest the last stanzas are reset away, but not heard.
    deaf = true;
    for (Node stanza : last) {
      writer.add(stanza);
    }
    writer.addEnd();
  }

  /** Ends the connection as a failing network does. */
  public void abort() {
    channel.abort();
  }

  /** handshake, unlinked, passive or online. */
  public String state() {
    Device owner = device;
    if (owner != null) {
      return owner.mailbox().isLive() ? "online" : "passive";
    }
    return registration == null ? "handshake" : "unlinked";
  }

  /** A number that is never used again. */
  public long id() {
    return id;
  }

  /** The device that logged in. */
  public Optional<Device> device() {
    return Optional.ofNullable(device);
  }

  /** The peer's address. */
  public String remote() {
    return channel.remote();
  }

  @Override
  public String toString() {
    Device current = device;
    return current == null ? "connection " + id : current.toString();
  }
}
