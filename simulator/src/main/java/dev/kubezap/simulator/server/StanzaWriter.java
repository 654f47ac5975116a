package dev.kubezap.simulator.server;

import dev.kubezap.simulator.context.Ends;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.node.NodeEncoder;
import dev.kubezap.simulator.noise.NoiseCipher;
import dev.kubezap.simulator.transport.FrameSplitter;
import dev.kubezap.simulator.transport.WebSocketChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and sends a connection's stanzas in order, on a thread of its own. Those that wait
 * together leave together.
 */
final class StanzaWriter {
  private static final Logger LOG = System.getLogger(StanzaWriter.class.getName());

  /** How long a client may take to close after a stream error. */
  private static final Duration CLIENT_CLOSES_WITHIN = Duration.ofSeconds(3);

  private final WebSocketChannel channel;
  private final Function<Node, Optional<FaultAction>> faults;

  /** An empty element is the end. */
  private final BlockingQueue<Optional<Node>> queue = new LinkedBlockingQueue<>();

  private @Nullable Node held;
  private boolean streamError;

  StanzaWriter(WebSocketChannel channel, Function<Node, Optional<FaultAction>> faults) {
    this.channel = channel;
    this.faults = faults;
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

  private void run(NoiseCipher cipher) {
    try {
      for (Optional<Node> next = queue.take(); next.isPresent(); next = queue.take()) {
        if (!write(next.get(), cipher)) {
          channel.abort();
          return;
        }
        if (queue.isEmpty()) {
          channel.flush();
        }
      }
      end();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "write failed: {0}", e.getMessage());
      channel.abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** After a stream error the client closes, as it does with the service. */
  private void end() throws IOException, InterruptedException {
    if (streamError) {
      channel.closeAfterPeer(CLIENT_CLOSES_WITHIN);
    } else {
      channel.close();
    }
  }

  /** Whether the connection goes on. */
  private boolean write(Node stanza, NoiseCipher cipher) throws IOException, InterruptedException {
    FaultAction fault = faults.apply(stanza).orElse(null);
    Node before = held;
    held = null;
    if (fault != null) {
      // What came before it is not the fault's business.
      channel.flush();
    }
    boolean open = fault == null ? send(stanza, cipher) : send(stanza, fault, cipher);
    if (open && before != null) {
      send(before, cipher);
    }
    return open;
  }

  private boolean send(Node stanza, NoiseCipher cipher) throws IOException {
    streamError |= stanza.tag().equals("stream:error");
    channel.write(bytes(stanza, cipher));
    return true;
  }

  private boolean send(Node stanza, FaultAction fault, NoiseCipher cipher)
      throws IOException, InterruptedException {
    return switch (fault) {
      case FaultAction.Drop _ -> true;
      case FaultAction.Delay delay -> {
        Thread.sleep(delay.milliseconds());
        yield send(stanza, cipher);
      }
      case FaultAction.Duplicate _ -> {
        send(stanza, cipher);
        yield send(stanza, cipher);
      }
      case FaultAction.Reorder _ -> {
        held = stanza;
        yield true;
      }
      case FaultAction.Split split -> {
        Bytes all = bytes(stanza, cipher);
        int size = Math.max(1, split.bytes());
        for (int at = 0; at < all.size(); at += size) {
          channel.send(all.slice(at, Math.min(all.size(), at + size)));
        }
        yield true;
      }
      case FaultAction.Truncate _ -> {
        Bytes all = bytes(stanza, cipher);
        channel.send(all.slice(0, all.size() / 2));
        yield false;
      }
      case FaultAction.Close _ -> false;
      case FaultAction.CloseAfter _ -> {
        send(stanza, cipher);
        channel.close();
        yield false;
      }
      case FaultAction.StreamError error -> {
        send(Ends.streamError(error), cipher);
        end();
        yield false;
      }
      case FaultAction.Failure failure -> {
        send(Ends.failure(failure), cipher);
        channel.close();
        yield false;
      }
      case FaultAction.Reject _ -> send(stanza, cipher);
    };
  }

  private static Bytes bytes(Node stanza, NoiseCipher cipher) {
    return FrameSplitter.frame(cipher.encrypt(NodeEncoder.encode(stanza)));
  }
}
