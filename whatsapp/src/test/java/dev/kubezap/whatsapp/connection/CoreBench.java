package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.noise.TestCertificates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A core and a server joined by lists, in time that the test moves. */
final class CoreBench {

  static final Node SUCCESS = Node.of("success").with("t", 1).with("lid", "5:7@lid");
  static final ByteString PAYLOAD = ByteString.copyFromUtf8("payload");

  final TestCertificates certificates = TestCertificates.valid();
  final TestPeer peer;
  final ConnectionCore core;
  final List<Output> outputs = new ArrayList<>();
  Instant now = Instant.parse("2026-11-21T12:00:00Z");
  boolean transmitting = true;

  CoreBench() {
    this(Optional.empty(), 4);
  }

  CoreBench(Optional<ByteString> routing, int introductionLength) {
    peer = new TestPeer(certificates, introductionLength);
    RandomBytes random = TestCertificates.seeded(3);
    core =
        new ConnectionCore(
            new ConnectionAttempt(
                new ConnectionId(1), Curve25519.generate(random), PAYLOAD, routing),
            certificates.root().publicKey(),
            ConnectionTimes.DEFAULT,
            random);
  }

  static CoreBench online() {
    CoreBench bench = new CoreBench();
    bench.accept(new Input.Opened());
    bench.fromServer(SUCCESS);
    bench.outputs.clear();
    return bench;
  }

  /** Gives the core an input and carries bytes back and forth until both are silent. */
  void accept(Input input) {
    core.accept(input, now);
    for (Output output = core.next(); output != null; output = core.next()) {
      if (output instanceof Output.Transmit(byte[] bytes)) {
        if (transmitting) {
          core.accept(new Input.Transmitted(1), now);
          byte[] answer = peer.receive(bytes);
          if (answer.length > 0) {
            core.accept(new Input.Received(answer), now);
          }
        }
      } else {
        outputs.add(output);
      }
    }
  }

  void fromServer(Node stanza) {
    accept(new Input.Received(peer.bytes(stanza)));
  }

  /** Moves time on, with a tick at every deadline on the way. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    for (Optional<Instant> next = core.deadline();
        next.isPresent() && !next.get().isAfter(end);
        next = core.deadline()) {
      if (next.get().isAfter(now)) {
        now = next.get();
      }
      accept(new Input.Tick());
    }
    now = end;
  }

  /** The outputs since the last call. */
  List<Output> take() {
    List<Output> taken = List.copyOf(outputs);
    outputs.clear();
    return taken;
  }
}
