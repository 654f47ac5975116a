package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.noise.HandshakeException;
import dev.kubezap.whatsapp.noise.NoiseInitiator;
import dev.kubezap.whatsapp.noise.NoiseTransport;
import dev.kubezap.whatsapp.transport.FrameSplitter;
import dev.kubezap.whatsapp.transport.Frames;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One connection without its socket: it is told what happens, and when, and says what is to be
 * done. After each {@link #accept} all outputs are to be taken by {@link #next}, then waited for
 * the next event or until {@link #deadline()}, whichever is first.
 *
 * <p>Not thread-safe. {@link Phase} is changed in this class alone.
 */
final class ConnectionCore {

  private final ConnectionAttempt attempt;
  private final PublicKey noiseRoot;
  private final ConnectionTimes times;
  private final RandomBytes random;

  private final FrameSplitter frames = new FrameSplitter();
  private final Requests requests = new Requests();
  private final AwaitedAcknowledgements acknowledgements = new AwaitedAcknowledgements();
  private final KeepAlive keepAlive;
  private final ActiveTime activeTime = new ActiveTime();
  private final StanzaIds ids;
  private final Queue<Output> outputs = new ArrayDeque<>();

  private Phase phase = new Phase.Opening();
  private Optional<Instant> loginDue = Optional.empty();
  private int unsent;
  private Instant unsentSince = Instant.MAX;
  private String survivedError = "";

  ConnectionCore(
      ConnectionAttempt attempt, PublicKey noiseRoot, ConnectionTimes times, RandomBytes random) {
    this.attempt = attempt;
    this.noiseRoot = noiseRoot;
    this.times = times;
    this.random = random;
    this.keepAlive = new KeepAlive(times, random);
    this.ids = StanzaIds.drawn(random);
  }

  /** Takes one event. After the connection has ended, events change nothing. */
  void accept(Input input, Instant now) {
    switch (input) {
      case Input.Request request when phase instanceof Phase.Closed ->
          outputs.add(new Output.Reply(request.key(), new Answer.Disconnected()));
      case Input _ when phase instanceof Phase.Closed -> {}
      case Input.Opened _ -> opened(now);
      case Input.Received(byte[] chunk) -> received(chunk, now);
      case Input.Transmitted(int count) -> transmitted(count, now);
      case Input.Send(Node stanza) -> send(stanza, now);
      case Input.SendMessage(String id, ByteString stanza) -> sendMessage(id, stanza, now);
      case Input.Request request -> request(request, now);
      case Input.ReadingPaused _ -> activeTime.pause(now);
      case Input.ReadingResumed _ -> activeTime.resume(now);
      case Input.Ended(CloseReason reason) -> close(withContext(reason));
      case Input.Tick _ -> tick(now);
    }
  }

  /** The next thing to do, or null when all is done. */
  @Nullable Output next() {
    return outputs.poll();
  }

  Phase phase() {
    return phase;
  }

  /** When {@link Input.Tick} is due at the latest; none when only an event can change anything. */
  Optional<Instant> deadline() {
    if (phase instanceof Phase.Closed) {
      return Optional.empty();
    }
    // Asked after every event, so it is to cost nothing: while paused only two can be due.
    Optional<Instant> earliest =
        activeTime.pausedSince().isPresent()
            ? Optional.of(activeTime.pausedSince().get().plus(times.stall()))
            : earlier(
                    earlier(loginDue, keepAlive.deadline()),
                    earlier(requests.deadline(), acknowledgements.deadline()))
                .flatMap(activeTime::toReal);
    return unsent > 0 ? earlier(earliest, Optional.of(unsentSince.plus(times.unsent()))) : earliest;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return one.get().isAfter(other.get()) ? other : one;
  }

  private void opened(Instant now) {
    NoiseInitiator handshake = NoiseInitiator.start(Curve25519.generate(random));
    phase = new Phase.AwaitingServerHello(handshake);
    loginDue = Optional.of(activeTime.at(now).plus(times.login()));
    ByteString opening = Frames.opening(attempt.routingInfo(), NoiseInitiator.INTRODUCTION);
    byte[] hello = Frames.frame(handshake.clientHello().toByteArray());
    transmit(opening.concat(ByteString.copyFrom(hello)).toByteArray(), now);
  }

  private void received(byte[] chunk, Instant now) {
    keepAlive.received();
    frames.add(chunk);
    byte[] frame;
    while (!(phase instanceof Phase.Closed) && (frame = frames.next()) != null) {
      switch (phase) {
        case Phase.AwaitingServerHello(NoiseInitiator handshake) ->
            shakeHands(handshake, ByteString.copyFrom(frame), now);
        case Phase.Encrypted encrypted -> decrypt(encrypted.ciphers(), frame, now);
        case Phase.Opening _, Phase.Closed _ ->
            throw new IllegalStateException("Bytes arrived before the transport was open");
      }
    }
  }

  private void shakeHands(NoiseInitiator handshake, ByteString frame, Instant now) {
    try {
      NoiseInitiator.Completed completed =
          handshake.complete(frame, attempt.noiseKey(), noiseRoot, attempt.clientPayload(), now);
      phase = new Phase.LoggingIn(completed.transport());
      transmit(Frames.frame(completed.clientFinish().toByteArray()), now);
    } catch (HandshakeException refused) {
      close(new CloseReason.HandshakeFailed(refused.kind(), String.valueOf(refused.getMessage())));
    }
  }

  private void decrypt(NoiseTransport ciphers, byte[] frame, Instant now) {
    try {
      stanza(NodeDecoder.decode(ciphers.decrypt(frame)), ciphers, now);
    } catch (AuthenticationException forged) {
      close(new CloseReason.ProtocolViolation("a frame does not decrypt"));
    } catch (NodeFormatException problem) {
      outputs.add(new Output.Unreadable(problem));
    }
  }

  private void stanza(Node stanza, NoiseTransport ciphers, Instant now) {
    acknowledgements.take(stanza);
    Optional<CloseReason> end = FinalStanza.reason(stanza, now);
    if (end.isPresent()) {
      close(withContext(end.get()));
    } else if (phase instanceof Phase.LoggingIn && stanza.is("success")) {
      entered(new Phase.Online(ciphers), new Output.Online(stanza), now);
    } else if (phase instanceof Phase.LoggingIn && stanza.child("pair-device").isPresent()) {
      entered(new Phase.Pairing(ciphers), new Output.Pairing(), now);
      outputs.add(new Output.Deliver(stanza));
    } else if (isPing(stanza)) {
      pong(stanza, now);
    } else if (!requests.take(stanza, outputs::add)) {
      if (stanza.is("stream:error")) {
        survivedError = "stream error " + stanza.attribute("code").orElse("without code");
      }
      outputs.add(new Output.Deliver(stanza));
    }
  }

  private void entered(Phase next, Output output, Instant now) {
    phase = next;
    loginDue = Optional.empty();
    keepAlive.start(activeTime.at(now));
    outputs.add(output);
  }

  private static boolean isPing(Node stanza) {
    return stanza.is("iq") && stanza.has("type", "get") && stanza.has("xmlns", "urn:xmpp:ping");
  }

  private void pong(Node ping, Instant now) {
    send(
        Node.of("iq")
            .with("to", ping.attribute("from").orElse(Jid.SERVICE.toString()))
            .with("type", "result")
            .withIfPresent("id", ping.attribute("id")),
        now);
  }

  private void send(Node stanza, Instant now) {
    // Without ciphers there is nobody to send to, and nobody who was told that there is.
    if (phase instanceof Phase.Encrypted encrypted) {
      transmit(encrypted, plaintext(stanza), now);
    }
  }

  private void sendMessage(String id, ByteString stanza, Instant now) {
    if (phase instanceof Phase.Encrypted encrypted) {
      byte[] plaintext = fitting(stanza.toByteArray());
      acknowledgements.enter(id, activeTime.at(now).plus(times.acknowledgement()));
      transmit(encrypted, plaintext, now);
    }
  }

  private void request(Input.Request request, Instant now) {
    if (!(phase instanceof Phase.Encrypted encrypted)) {
      outputs.add(new Output.Reply(request.key(), new Answer.Disconnected()));
      return;
    }
    Node iq =
        request.iq().attribute("id").isPresent()
            ? request.iq()
            : request.iq().with("id", ids.next());
    byte[] plaintext = plaintext(iq);
    requests.enter(
        iq.attribute("id").orElseThrow(),
        request.key(),
        activeTime.at(now).plus(request.timeout()));
    transmit(encrypted, plaintext, now);
  }

  private static byte[] plaintext(Node stanza) {
    return fitting(NodeEncoder.encode(stanza));
  }

  /** Checked before it is encrypted: a frame that is encrypted and not sent breaks the stream. */
  private static byte[] fitting(byte[] plaintext) {
    if (plaintext.length > Frames.MAX_BODY - NoiseTransport.OVERHEAD) {
      throw new IllegalArgumentException(
          "A stanza has at most " + Frames.MAX_BODY + " bytes, not " + plaintext.length);
    }
    return plaintext;
  }

  private void transmit(Phase.Encrypted encrypted, byte[] plaintext, Instant now) {
    transmit(Frames.frame(encrypted.ciphers().encrypt(plaintext)), now);
  }

  private void tick(Instant now) {
    Instant active = activeTime.at(now);
    if (unsent > 0 && !unsentSince.plus(times.unsent()).isAfter(now)) {
      close(new CloseReason.DeadPeer("the service takes no bytes"));
    } else if (activeTime
        .pausedSince()
        .filter(at -> !at.plus(times.stall()).isAfter(now))
        .isPresent()) {
      close(new CloseReason.Stalled());
    } else if (loginDue.filter(due -> !due.isAfter(active)).isPresent()) {
      close(new CloseReason.DeadPeer("no answer to the login"));
    } else if (keepAlive.isDead(active)) {
      close(new CloseReason.DeadPeer("no answer to a ping"));
    } else if (acknowledgements.isOverdue(active)) {
      close(new CloseReason.DeadPeer("no acknowledgement of a message"));
    } else {
      requests.expire(active, outputs::add);
      if (keepAlive.takePing(active)) {
        send(
            Node.of("iq", Node.of("ping"))
                .with("id", ids.next())
                .with("to", Jid.SERVICE)
                .with("type", "get")
                .with("xmlns", "w:p"),
            now);
      }
    }
  }

  private void transmit(byte[] bytes, Instant now) {
    if (unsent++ == 0) {
      unsentSince = now;
    }
    outputs.add(new Output.Transmit(bytes));
  }

  private void transmitted(int count, Instant now) {
    unsent -= count;
    unsentSince = now;
  }

  private CloseReason withContext(CloseReason reason) {
    return reason instanceof CloseReason.StreamEnded && !survivedError.isEmpty()
        ? new CloseReason.StreamEnded(survivedError)
        : reason;
  }

  private void close(CloseReason reason) {
    phase = new Phase.Closed(reason);
    requests.disconnect(outputs::add);
    outputs.add(new Output.Close(reason));
  }
}
