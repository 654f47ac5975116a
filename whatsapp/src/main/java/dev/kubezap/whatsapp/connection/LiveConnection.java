package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.transport.OpenException;
import dev.kubezap.whatsapp.transport.Transport;
import dev.kubezap.whatsapp.transport.TransportOpener;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A connection with its three threads: the reader opens the transport, reads and calls the
 * listener; the writer alone writes; the clock wakes the core. docs/CONCURRENCY.md has the rules.
 */
final class LiveConnection implements Connection {

  private static final int WRITE_BATCH = 64 << 10;

  /** How long stanzas that were queued before a local close may take to leave. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ConnectionId id;
  private final LockedCore core;
  private final TransportOpener opener;
  private final ConnectionListener listener;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Interruption interruption = new Interruption();

  LiveConnection(
      ConnectionId id,
      ConnectionCore core,
      TransportOpener opener,
      ConnectionListener listener,
      InstantSource clock) {
    this.id = id;
    this.core = new LockedCore(core, clock);
    this.opener = opener;
    this.listener = listener;
  }

  void start() {
    thread("reader", this::read);
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public void send(Node stanza) {
    core.awaitRoom();
    core.accept(new Input.Send(stanza));
  }

  @Override
  public void sendMessage(String id, ByteString stanza) {
    core.awaitRoom();
    core.accept(new Input.SendMessage(id, stanza));
  }

  @Override
  public void hold() {
    core.hold();
  }

  @Override
  public void release() {
    core.release();
  }

  @Override
  public CompletableFuture<Answer> request(Node iq, Duration timeout) {
    core.awaitRoom();
    return core.request(iq, timeout);
  }

  @Override
  public void close(String why) {
    end(new CloseReason.ClosedLocally(why));
    interruption.interrupt();
  }

  private void read() {
    try {
      Optional<Transport> transport = open();
      if (transport.isPresent()) {
        try (Transport open = transport.get()) {
          thread("writer", () -> write(open));
          thread("clock", () -> keepTime(open));
          deliver(core.accept(new Input.Opened()));
          receive(open);
        }
      }
    } finally {
      // Of consequence only when an error got here, such as a lack of memory.
      end(new CloseReason.ListenerFailed("the reading thread failed"));
      listener.closed(id, core.closed().orElseThrow());
    }
  }

  private Optional<Transport> open() {
    interruption.begin();
    try {
      if (core.closed().isPresent()) {
        return Optional.empty();
      }
      return Optional.of(opener.open());
    } catch (OpenException e) {
      end(new CloseReason.ConnectFailed(e.step(), String.valueOf(e.getMessage())));
      return Optional.empty();
    } finally {
      interruption.end();
    }
  }

  private void receive(Transport transport) {
    try {
      while (core.closed().isEmpty()) {
        Optional<byte[]> chunk = transport.receive();
        if (chunk.isEmpty()) {
          end(new CloseReason.StreamEnded(""));
        } else {
          deliver(core.accept(new Input.Received(chunk.get())));
        }
      }
      // A local close lets the writer finish; whatever still arrives is of no interest.
      written.await();
    } catch (IOException e) {
      end(new CloseReason.Lost(text(e)));
    } catch (InterruptedException nobodyInterruptsThisThread) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(List<Output> outputs) {
    if (outputs.isEmpty()) {
      return;
    }
    core.accept(new Input.ReadingPaused());
    try {
      for (Output output : outputs) {
        switch (output) {
          case Output.Online(Node success) -> listener.online(id, success);
          case Output.Pairing _ -> listener.pairing(id);
          case Output.Deliver(Node stanza) -> listener.stanza(id, stanza);
          case Output.Unreadable unreadable -> listener.unreadable(id, unreadable.problem());
          case Output.Transmit _, Output.Reply _, Output.Close _ ->
              throw new IllegalStateException("Not for the listener: " + output);
        }
      }
    } catch (RuntimeException defect) {
      end(new CloseReason.ListenerFailed(defect.toString()));
    } finally {
      core.accept(new Input.ReadingResumed());
    }
  }

  private void write(Transport transport) {
    try {
      for (List<byte[]> batch = core.takeBytes(WRITE_BATCH);
          !batch.isEmpty();
          batch = core.takeBytes(WRITE_BATCH)) {
        for (byte[] bytes : batch) {
          transport.send(bytes);
        }
        transport.flush();
        core.sent(batch);
      }
      transport.end();
    } catch (IOException e) {
      end(new CloseReason.Lost(text(e)));
    } finally {
      written.countDown();
      transport.close();
    }
  }

  private void keepTime(Transport transport) {
    try {
      while (core.awaitDeadline()) {
        deliverNothing(core.accept(new Input.Tick()));
      }
      boolean local = core.closed().filter(CloseReason.ClosedLocally.class::isInstance).isPresent();
      if (local) {
        written.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException nobodyInterruptsThisThread) {
      Thread.currentThread().interrupt();
    } finally {
      transport.close();
    }
  }

  private static void deliverNothing(List<Output> outputs) {
    if (!outputs.isEmpty()) {
      throw new IllegalStateException("Time alone brings no stanza");
    }
  }

  private void end(CloseReason reason) {
    core.accept(new Input.Ended(reason));
  }

  private void thread(String role, Runnable work) {
    // Not virtual threads: these three wait for most of what they do, and waking a virtual one
    // costs more than the work.
    Thread.ofPlatform().daemon().name("connection-" + id.number() + "-" + role).start(work);
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
