package dev.kubezap.simulator.server;

import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.node.NodeEncoder;
import dev.kubezap.simulator.noise.NoiseCipher;
import dev.kubezap.simulator.transport.FrameSplitter;
import dev.kubezap.simulator.transport.WebSocketChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Encrypts and sends a connection's stanzas in order, on a thread of its own. */
final class StanzaWriter {
  private static final Logger LOG = System.getLogger(StanzaWriter.class.getName());

  private final WebSocketChannel channel;

  /** An empty element is the end. */
  private final BlockingQueue<Optional<Node>> queue = new LinkedBlockingQueue<>();

  StanzaWriter(WebSocketChannel channel) {
    this.channel = channel;
  }

  void start(NoiseCipher cipher) {
    Thread.ofVirtual().name("simulator-writer").start(() -> run(cipher));
  }

  void add(Node stanza) {
    queue.add(Optional.of(stanza));
  }

  void addEnd() {
    queue.add(Optional.empty());
  }

  void stop() {
    addEnd();
  }

  private void run(NoiseCipher cipher) {
    try {
      for (Optional<Node> next = queue.take(); next.isPresent(); next = queue.take()) {
        channel.send(FrameSplitter.frame(cipher.encrypt(NodeEncoder.encode(next.get()))));
      }
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "write failed: {0}", e.getMessage());
      channel.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
