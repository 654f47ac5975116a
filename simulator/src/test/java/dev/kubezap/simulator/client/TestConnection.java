package dev.kubezap.simulator.client;

import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.node.NodeDecoder;
import dev.kubezap.simulator.node.NodeEncoder;
import dev.kubezap.simulator.proto.ClientPayload;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.signal.SignalAddress;
import dev.kubezap.simulator.signal.SignalStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One connection of a test companion. Stanzas are kept until {@link #await} takes them. */
final class TestConnection implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  final TestCompanion companion;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final List<Bytes> frames = new ArrayList<>();
  private final List<Node> stanzas = new ArrayList<>();
  private Bytes buffer = Bytes.EMPTY;
  private @Nullable Bytes readKey;
  private Bytes writeKey = Bytes.EMPTY;
  private int reads;
  private int writes;
  private boolean closed;
  private int messages;

  TestConnection(TestCompanion companion, String url, String root, ClientPayload payload) {
    this.companion = companion;
    socket = http.newWebSocketBuilder().buildAsync(URI.create(url), new Listener()).join();
    ClientHandshake handshake =
        new ClientHandshake(Curve25519.generate(new SecureRandom()), Bytes.hex(root));
    transmit(Bytes.concat(ClientHandshake.INTRO, framed(handshake.hello())));
    try {
      Bytes finish =
          handshake.finish(awaitFrame(), companion.noiseKey, Bytes.of(payload.toByteString()));
      Bytes keys = handshake.keys();
      synchronized (this) {
        writeKey = keys.slice(0, 32);
        readKey = keys.slice(32);
      }
      transmit(framed(finish));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket ws, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      received(Bytes.of(bytes));
      ws.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
      ended();
      return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
      ended();
    }
  }

  private synchronized void received(Bytes bytes) {
    messages++;
    buffer = Bytes.concat(buffer, bytes);
    while (buffer.size() >= 3) {
      int size = (int) buffer.slice(0, 3).toNumber();
      if (buffer.size() < 3 + size) {
        break;
      }
      Bytes frame = buffer.slice(3, 3 + size);
      buffer = buffer.slice(3 + size);
      Bytes key = readKey;
      if (key == null) {
        frames.add(frame);
      } else {
        Bytes plain = Aes.gcmDecrypt(key, ClientHandshake.iv(reads++), Bytes.EMPTY, frame);
        stanzas.add(NodeDecoder.decode(plain));
      }
    }
    notifyAll();
  }

  private synchronized void ended() {
    closed = true;
    notifyAll();
  }

  private static Bytes framed(Bytes body) {
    return Bytes.concat(Bytes.number(body.size(), 3), body);
  }

  private synchronized void transmit(Bytes bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes.toArray()), true).join();
  }

  void send(Node stanza) {
    Bytes plain = NodeEncoder.encode(stanza);
    synchronized (this) {
      Bytes cipher = Aes.gcmEncrypt(writeKey, ClientHandshake.iv(writes++), Bytes.EMPTY, plain);
      transmit(framed(cipher));
    }
  }

  private synchronized Bytes awaitFrame() {
    waitUntil(() -> !frames.isEmpty() || closed);
    if (frames.isEmpty()) {
      throw new IllegalStateException("The connection was closed in the handshake");
    }
    return frames.removeFirst();
  }

  /** Waits for a stanza and takes it. */
  synchronized Node await(Predicate<Node> wanted) {
    waitUntil(() -> stanzas.stream().anyMatch(wanted));
    Node found = stanzas.stream().filter(wanted).findFirst().orElseThrow();
    stanzas.remove(found);
    return found;
  }

  /** Waits until the server has closed the connection. */
  synchronized void awaitClose() {
    waitUntil(() -> closed);
  }

  private interface Condition {
    boolean holds();
  }

  private synchronized void waitUntil(Condition condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException("Waited in vain; stanzas so far: " + stanzas);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Sends, unless the server was quicker and has ended the connection.
   *
   * @return whether it was sent
   */
  boolean sendIfOpen(Node stanza) {
    try {
      send(stanza);
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException) {
        return false;
      }
      throw e;
    }
  }

  /** How many WebSocket messages have come. */
  synchronized int messages() {
    return messages;
  }

  /** The stanzas that nobody has taken. */
  synchronized List<Node> untaken() {
    return List.copyOf(stanzas);
  }

  Node query(String id, String type, String namespace, Node child) {
    send(
        Node.of("iq", child)
            .with("to", Jid.SERVER)
            .with("type", type)
            .with("xmlns", namespace)
            .with("id", id));
    return await(n -> n.tag().equals("iq") && n.attribute("id").equals(id));
  }

  /** Uploads keys and goes active; waits for the end of the backlog's beginning. */
  void activate() {
    await(n -> n.tag().equals("success"));
    query("active-" + writes, "set", "passive", Node.of("active"));
    await(n -> n.child("offline_preview").isPresent());
  }

  void pull(int count) {
    send(Node.of("ib", Node.of("offline_batch").with("count", count)));
  }

  /** The acknowledgement of a message, by a plain receipt. */
  void receipt(Node message) {
    send(
        Node.of("receipt")
            .with("to", message.attribute("from"))
            .with("id", message.attribute("id"))
            .withNonEmpty("type", message.has("category") ? "peer_msg" : ""));
  }

  /** The acknowledgement of a notification. */
  void acknowledge(Node notification) {
    send(
        Node.of("ack")
            .with("class", "notification")
            .with("id", notification.attribute("id"))
            .with("to", notification.attribute("from"))
            .with("type", notification.attribute("type")));
  }

  /** A text message with a first ciphertext for each device. */
  Node message(String id, Jid to, List<Jid> devices) {
    Node participants = Node.of("participants");
    for (Jid device : devices) {
      participants = participants.plus(Node.of("to", encrypted(id, device)).with("jid", device));
    }
    return Node.of("message", participants, Node.of("device-identity", companion.identity()))
        .with("to", to)
        .with("id", id)
        .with("type", "text");
  }

  private Node encrypted(String id, Jid device) {
    SignalAddress address = new SignalAddress(device.user(), device.device());
    if (!companion.signal.hasSession(address)) {
      Node key = Node.of("key", Node.of("user").with("jid", device));
      Node bundle =
          query("keys-" + writes, "get", "encrypt", key)
              .child("list")
              .flatMap(list -> list.child("user"))
              .orElseThrow();
      Node signed = bundle.child("skey").orElseThrow();
      Node oneTime = bundle.child("key").orElseThrow();
      companion.signal.build(
          address,
          bundle.childData("identity"),
          (int) signed.childData("id").toNumber(),
          signed.childData("value"),
          (int) oneTime.childData("id").toNumber(),
          oneTime.childData("value"));
    }
    Bytes plaintext =
        Bytes.concat(
            Bytes.of(Message.newBuilder().setConversation(id).build().toByteString()),
            Bytes.of((byte) 1));
    SignalStore.Encrypted encrypted = companion.signal.encrypt(address, plaintext);
    return Node.of("enc", encrypted.body()).with("v", 2).with("type", encrypted.type());
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
