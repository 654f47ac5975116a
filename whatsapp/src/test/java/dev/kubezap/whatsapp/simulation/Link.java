package dev.kubezap.whatsapp.simulation;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.connection.Connection;
import dev.kubezap.whatsapp.connection.ConnectionAttempt;
import dev.kubezap.whatsapp.connection.ConnectionId;
import dev.kubezap.whatsapp.connection.ConnectionListener;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One connection in memory, from the engine to the server and back, with the plan's faults. */
final class Link implements Connection, DeviceLink {
  private static final int LATENCY_MICROS = 20_000;
  private static final Duration STEP = Duration.ofNanos(1_000);

  private final Simulation simulation;
  private final Owner owner;
  private final ConnectionAttempt attempt;
  private final ConnectionListener listener;
  private final Map<String, CompletableFuture<Answer>> waiting = new LinkedHashMap<>();
  private Optional<Device> device = Optional.empty();
  private Instant lastSent = Instant.MIN;
  private Instant lastOut;
  private Instant lastIn;
  private int queries;
  private boolean engineEnded;
  private boolean serverEnded;
  private boolean broken;

  Link(Simulation simulation, Owner owner, ConnectionAttempt attempt, ConnectionListener listener) {
    this.simulation = simulation;
    this.owner = owner;
    this.attempt = attempt;
    this.listener = listener;
    lastOut = simulation.time.instant();
    lastIn = lastOut;
    toServer(Duration.ZERO, this::logIn);
  }

  private void logIn() {
    Bytes key = Bytes.of(attempt.noiseKey().publicKey().bytes());
    device = simulation.server.logIn(this, Template.OWN_NUMBER, simulation.template.device(), key);
  }

  private Duration latency(String way) {
    return simulation.time.latency(way, simulation.next(), LATENCY_MICROS);
  }

  /** What leaves later arrives later, but for what is delayed on purpose. */
  private void toServer(Duration extra, Runnable work) {
    if (broken) {
      return;
    }
    Instant now = simulation.time.instant();
    // What leaves at the same instant is in the same segment.
    boolean together = now.equals(lastSent) && extra.isZero();
    Instant at = together ? lastOut : now.plus(latency("out"));
    if (extra.isZero()) {
      lastSent = now;
      lastOut = at.isAfter(lastOut) ? at : lastOut.plus(STEP);
      at = lastOut;
    }
    simulation.time.at(
        at.plus(extra),
        () -> {
          if (!serverEnded) {
            work.run();
          }
        });
  }

  private void toEngine(Duration extra, Runnable work) {
    if (broken) {
      return;
    }
    Instant at = simulation.time.instant().plus(latency("in"));
    if (extra.isZero()) {
      lastIn = at.isAfter(lastIn) ? at : lastIn.plus(STEP);
      at = lastIn;
    }
    simulation.time.at(
        at.plus(extra),
        () -> {
          if (!engineEnded) {
            work.run();
            owner.wake();
          }
        });
  }

  private static Duration late(Fault fault) {
    return Duration.ofMillis(30L + fault.size());
  }

  // The engine's side.

  @Override
  public ConnectionId id() {
    return attempt.id();
  }

  @Override
  public void send(Node stanza) {
    if (engineEnded) {
      return;
    }
    simulation.checker.sent(this, stanza);
    Optional<Fault> fault = simulation.faultAt(Fault.Place.OUT, this + " > " + brief(stanza));
    Runnable arrival =
        () -> device.ifPresent(to -> simulation.server.handle(to, Wire.toServer(stanza)));
    switch (fault.map(Fault::kind).orElse(null)) {
      case OUT_DROPPED -> {
        if (answersRetry(stanza)) {
          // It is not sent again once its request is acknowledged, which leaves behind it: on a
          // stream the one cannot be lost without the other.
          breakDown();
        }
      }
      case OUT_DOUBLED -> {
        toServer(Duration.ZERO, arrival);
        toServer(Duration.ZERO, arrival);
      }
      case OUT_OVERTAKEN -> {
        if (answersRetry(stanza) && !broken) {
          // Nor is it lost when the connection ends: what overtook it came behind it.
          simulation.time.after(latency("out").plus(late(fault.orElseThrow())), arrival);
        } else {
          toServer(late(fault.orElseThrow()), arrival);
        }
      }
      case OUT_BROKEN -> breakDown();
      case OUT_CRASH -> throw new Crash();
      case OUT_TAKEN_OVER -> {
        simulation.takeOver();
        toServer(Duration.ZERO, arrival);
      }
      case null, default -> toServer(Duration.ZERO, arrival);
    }
  }

  private static boolean answersRetry(Node stanza) {
    return stanza.is("message")
        && stanza.child("enc").flatMap(enc -> enc.attribute("count")).isPresent();
  }

  @Override
  public CompletableFuture<Answer> request(Node iq, Duration timeout) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    if (engineEnded) {
      answer.complete(new Answer.Disconnected());
      return answer;
    }
    String id = "q" + id().number() + "." + ++queries;
    waiting.put(id, answer);
    simulation.time.after(
        timeout,
        () -> {
          if (waiting.remove(id) != null) {
            answer.complete(new Answer.TimedOut());
            owner.wake();
          }
        });
    send(iq.with("id", id));
    return answer;
  }

  @Override
  public void close(String why) {
    if (!engineEnded) {
      if (!broken) {
        toServer(Duration.ZERO, this::serverLoses);
      }
      engineLoses(new CloseReason.ClosedLocally(why));
    }
  }

  private void engineLoses(CloseReason reason) {
    engineEnded = true;
    List<CompletableFuture<Answer>> open = List.copyOf(waiting.values());
    waiting.clear();
    open.forEach(answer -> answer.complete(new Answer.Disconnected()));
    listener.closed(id(), reason);
    owner.wake();
  }

  private void serverLoses() {
    serverEnded = true;
    device.ifPresent(of -> of.mailbox().disconnect(this));
  }

  /** Both sides lose it, each in its time; what is under way is lost. */
  void breakDown() {
    broken = true;
    simulation.trace.add(this + " breaks");
    simulation.time.after(
        latency("break"),
        () -> {
          if (!engineEnded) {
            engineLoses(new CloseReason.Lost("reset"));
          }
        });
    simulation.time.after(latency("break"), this::serverLoses);
  }

  /** The process is gone: nobody listens any more, and the server notices soon. */
  void processDied() {
    engineEnded = true;
    simulation.time.after(latency("break"), this::serverLoses);
  }

  boolean isOpen() {
    return !engineEnded;
  }

  // The server's side.

  @Override
  public void deliver(dev.kubezap.simulator.node.Node sent) {
    if (serverEnded) {
      return;
    }
    Node stanza = Wire.toEngine(sent);
    Optional<Fault> fault = simulation.faultAt(Fault.Place.IN, this + " < " + brief(stanza));
    Runnable arrival = () -> arrived(stanza);
    switch (fault.map(Fault::kind).orElse(null)) {
      case IN_DROPPED -> {}
      case IN_DOUBLED -> {
        toEngine(Duration.ZERO, arrival);
        toEngine(Duration.ZERO, arrival);
      }
      case IN_OVERTAKEN -> toEngine(late(fault.orElseThrow()), arrival);
      case IN_BROKEN -> breakDown();
      case IN_ENDED -> {
        toEngine(Duration.ZERO, () -> engineLoses(new CloseReason.StreamError(503, "")));
        simulation.time.after(STEP, this::serverLoses);
      }
      case null, default -> toEngine(Duration.ZERO, arrival);
    }
  }

  private void arrived(Node stanza) {
    String type = stanza.attribute("type").orElse("");
    if (stanza.is("iq") && (type.equals("result") || type.equals("error"))) {
      CompletableFuture<Answer> answer = waiting.remove(stanza.attribute("id").orElse(""));
      if (answer != null) {
        answer.complete(type.equals("result") ? new Answer.Answered(stanza) : refused(stanza));
      }
      return;
    }
    simulation.checker.arrived(owner, stanza);
    if (simulation.variant == Variant.ACKNOWLEDGES_EARLY && stanza.is("message")) {
      send(
          Node.of("receipt")
              .with("to", stanza.jid("from").orElse(Jid.SERVICE))
              .withIfPresent("id", stanza.attribute("id")));
    }
    if (stanza.is("success")) {
      listener.online(id(), stanza);
    } else {
      listener.stanza(id(), stanza);
    }
  }

  private static Answer refused(Node iq) {
    Node error = iq.child("error").orElse(Node.of("error"));
    return new Answer.Refused(
        (int) error.number("code").orElse(0),
        error.attribute("text").orElse(""),
        Optional.empty(),
        iq);
  }

  @Override
  public void end(dev.kubezap.simulator.node.Node... last) {
    CloseReason reason = new CloseReason.StreamEnded("");
    for (dev.kubezap.simulator.node.Node stanza : last) {
      if (stanza.tag().equals("stream:error")) {
        String code = stanza.attribute("code");
        reason =
            new CloseReason.StreamError(
                code.isEmpty() ? 0 : Integer.parseInt(code),
                stanza.child("conflict").map(c -> c.attribute("type")).orElse(""));
      } else if (stanza.tag().equals("failure")) {
        reason =
            new CloseReason.Failure(
                Integer.parseInt(stanza.attribute("reason")), Optional.empty(), Map.of());
      }
    }
    CloseReason why = reason;
    simulation.trace.add(this + " is ended: " + why);
    toEngine(Duration.ZERO, () -> engineLoses(why));
    serverEnded = true;
  }

  private static String brief(Node stanza) {
    StringBuilder text = new StringBuilder(stanza.tag());
    for (String name : List.of("class", "type", "id", "xmlns", "error", "offline")) {
      stanza
          .attribute(name)
          .ifPresent(value -> text.append(' ').append(name).append('=').append(value));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return owner + id().toString();
  }
}
