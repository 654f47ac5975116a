package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the session is at one moment, beside its stored state: gone with the process and found again
 * by connecting.
 *
 * @param identity the stored device identity
 * @param failures connections that ended since one lasted
 * @param behaviour how it behaves of its own accord
 */
record SessionState(
    Phase phase,
    Optional<String> reason,
    Optional<DeviceIdentity> identity,
    Optional<SessionSnapshot.Qr> qr,
    Optional<SessionSnapshot.PairingCode> pairingCode,
    Optional<Instant> connectedAt,
    Optional<SessionSnapshot.LastDisconnect> lastDisconnect,
    Optional<String> pushName,
    Turn.Link link,
    String clientVersion,
    long reconnects,
    int failures,
    Behaviour behaviour) {

  /** A session of which only the version it will name is known. */
  static SessionState starting(String clientVersion) {
    return new SessionState(
        Phase.STARTING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Turn.Link.NONE,
        clientVersion,
        0,
        0,
        Behaviour.DEFAULT);
  }

  /** The state after a change at this time. */
  SessionState after(SessionChange change, Instant now) {
    Draft draft = new Draft(this);
    switch (change) {
      case SessionChange.Moved moved -> draft.move(moved, now);
      case SessionChange.QrShown shown -> draft.qr = Optional.of(shown.qr());
      case SessionChange.QrHidden _ -> draft.qr = Optional.empty();
      case SessionChange.CodeShown shown -> draft.code = Optional.of(shown.code());
      case SessionChange.CodeHidden _ -> draft.code = Optional.empty();
      case SessionChange.Linked linked -> draft.link = linked.link();
      case SessionChange.Reconnected _ -> draft.reconnects++;
      case SessionChange.Disconnected end -> draft.disconnect(end.how());
      case SessionChange.Named named -> draft.pushName = Optional.of(named.pushName());
      case SessionChange.Versioned versioned -> draft.version = versioned.clientVersion();
      case SessionChange.Behaving behaving -> draft.behaviour = behaving.behaviour();
    }
    return draft.build();
  }

  /** The events that a change raises in this state. */
  List<SessionEvent> eventsOf(SessionChange change) {
    return switch (change) {
      case SessionChange.Moved moved -> eventsOf(moved);
      case SessionChange.QrShown shown ->
          List.of(new ConnectionEvent.QrChanged(shown.qr().text(), shown.qr().expiresAt()));
      case SessionChange.CodeShown shown ->
          List.of(
              new ConnectionEvent.PairingCodeIssued(shown.code().code(), shown.code().expiresAt()));
      case SessionChange.Disconnected end when connectedAt.isPresent() ->
          List.of(new ConnectionEvent.Disconnected(end.how().code(), end.how().reason()));
      default -> List.of();
    };
  }

  private List<SessionEvent> eventsOf(SessionChange.Moved moved) {
    if (moved.phase() == phase && moved.reason().equals(reason)) {
      return List.of();
    }
    List<SessionEvent> events = new ArrayList<>();
    events.add(
        new ConnectionEvent.PhaseChanged(phase.text(), moved.phase().text(), moved.reason()));
    if (moved.phase() == Phase.CONNECTED && connectedAt.isEmpty()) {
      identity.ifPresent(
          device -> events.add(new ConnectionEvent.Connected(device.jid(), device.lid())));
    }
    return events;
  }

  /** How many connections have failed in a row when the present one ends at this time. */
  int failuresAfter(Instant end) {
    return failuresAfter(connectedAt, failures, end);
  }

  private static int failuresAfter(Optional<Instant> connectedAt, int before, Instant end) {
    boolean lasted =
        connectedAt
            .filter(since -> since.plus(SessionTimes.CONNECTION_LASTED).isBefore(end))
            .isPresent();
    return lasted ? 1 : before + 1;
  }

  /** Whether this process had a connection before, or tried to. */
  boolean hadConnection() {
    return lastDisconnect.isPresent();
  }

  /** The same state with another identity. */
  SessionState with(Optional<DeviceIdentity> other) {
    Draft draft = new Draft(this);
    draft.identity = other;
    return draft.build();
  }

  /** What the world sees of it. */
  SessionSnapshot snapshot(Optional<Instant> lastInboundAt) {
    return new SessionSnapshot(
        phase,
        reason,
        identity.map(device -> "+" + device.jid().user()),
        identity.map(DeviceIdentity::jid),
        identity.flatMap(DeviceIdentity::lid),
        pushName,
        qr,
        pairingCode,
        connectedAt,
        lastDisconnect,
        lastInboundAt,
        clientVersion,
        reconnects);
  }

  /** A state while it changes. */
  private static final class Draft {
    private Phase phase;
    private Optional<String> reason;
    private Optional<DeviceIdentity> identity;
    private Optional<SessionSnapshot.Qr> qr;
    private Optional<SessionSnapshot.PairingCode> code;
    private Optional<Instant> connectedAt;
    private Optional<SessionSnapshot.LastDisconnect> lastDisconnect;
    private Optional<String> pushName;
    private Turn.Link link;
    private String version;
    private long reconnects;
    private int failures;
    private Behaviour behaviour;

    Draft(SessionState state) {
      phase = state.phase;
      reason = state.reason;
      identity = state.identity;
      qr = state.qr;
      code = state.pairingCode;
      connectedAt = state.connectedAt;
      lastDisconnect = state.lastDisconnect;
      pushName = state.pushName;
      link = state.link;
      version = state.clientVersion;
      reconnects = state.reconnects;
      failures = state.failures;
      behaviour = state.behaviour;
    }

    void move(SessionChange.Moved moved, Instant now) {
      phase = moved.phase();
      reason = moved.reason();
      if (phase == Phase.CONNECTED) {
        connectedAt = connectedAt.or(() -> Optional.of(now));
      } else {
        connectedAt = Optional.empty();
      }
      if (phase != Phase.AWAITING_PAIRING) {
        qr = Optional.empty();
        code = Optional.empty();
      }
    }

    void disconnect(SessionSnapshot.LastDisconnect how) {
      failures = failuresAfter(connectedAt, failures, how.at());
      lastDisconnect = Optional.of(how);
      connectedAt = Optional.empty();
      link = link.over();
    }

    SessionState build() {
      return new SessionState(
          phase,
          reason,
          identity,
          qr,
          code,
          connectedAt,
          lastDisconnect,
          pushName,
          link,
          version,
          reconnects,
          failures,
          behaviour);
    }
  }
}
