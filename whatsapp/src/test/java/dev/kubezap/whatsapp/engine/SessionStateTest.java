package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.CourseDecisions.DEVICE;
import static dev.kubezap.whatsapp.engine.CourseDecisions.VERSION;
import static dev.kubezap.whatsapp.engine.CourseDecisions.in;
import static dev.kubezap.whatsapp.engine.CourseDecisions.starting;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be said of a session at one moment, and which events its changes raise. */
class SessionStateTest {
  private static final Optional<DeviceIdentity> LINKED = Optional.of(DEVICE);

  private static SessionState after(SessionState session, SessionChange... changes) {
    SessionState next = session;
    for (SessionChange change : changes) {
      next = next.after(change, NOW);
    }
    return next;
  }

  private static SessionChange ended(Instant at) {
    return new SessionChange.Disconnected(
        new SessionSnapshot.LastDisconnect("428", "stream ended", at));
  }

  @Test
  void whatIsSaidOfASessionChangesWithItsPhase() {
    SessionSnapshot.Qr qr = new SessionSnapshot.Qr("text", NOW, NOW.plusSeconds(20));
    SessionSnapshot.PairingCode code =
        new SessionSnapshot.PairingCode("ABCD-1234", NOW.plusSeconds(60));
    Turn.Link link = new Turn.Link(true, true, true, true);
    SessionState offering =
        after(
            starting(Optional.empty()),
            SessionChange.Moved.to(Phase.AWAITING_PAIRING),
            new SessionChange.QrShown(qr),
            new SessionChange.CodeShown(code),
            new SessionChange.Linked(link),
            new SessionChange.Named("Shop"),
            new SessionChange.Reconnected("why"));
    assertThat(offering.qr()).contains(qr);
    assertThat(offering.pairingCode()).contains(code);
    assertThat(after(offering, SessionChange.Moved.to(Phase.AWAITING_PAIRING, "again")).qr())
        .contains(qr);
    assertThat(after(offering, new SessionChange.QrHidden()).qr()).isEmpty();
    assertThat(after(offering, new SessionChange.CodeHidden()).pairingCode()).isEmpty();
    SessionState connected = after(offering.with(LINKED), SessionChange.Moved.to(Phase.CONNECTED));
    assertThat(connected.qr()).isEmpty();
    assertThat(connected.pairingCode()).isEmpty();
    assertThat(connected.snapshot(Optional.of(NOW)))
        .isEqualTo(
            new SessionSnapshot(
                Phase.CONNECTED,
                Optional.empty(),
                Optional.of("+4915112345678"),
                Optional.of(DEVICE.jid()),
                DEVICE.lid(),
                Optional.of("Shop"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW),
                Optional.empty(),
                Optional.of(NOW),
                VERSION,
                1));
    SessionState later =
        connected.after(SessionChange.Moved.to(Phase.CONNECTED, "x"), NOW.plusSeconds(5));
    assertThat(later.connectedAt()).contains(NOW);
    SessionState lost = after(connected, ended(NOW));
    assertThat(lost.link()).isEqualTo(link.over());
    assertThat(lost.connectedAt()).isEmpty();
    assertThat(lost.hadConnection()).isTrue();
    assertThat(connected.hadConnection()).isFalse();
  }

  /** Delays begin anew after a connection that lasted. */
  @Test
  void failuresAreCountedUntilAConnectionLasts() {
    SessionState connected = in(Phase.CONNECTED, LINKED);
    SessionState failing = after(in(Phase.RECONNECTING, LINKED), ended(NOW), ended(NOW));
    assertThat(failing.failures()).isEqualTo(2);
    assertThat(failing.failuresAfter(NOW.plus(Duration.ofDays(1)))).isEqualTo(3);
    SessionState again = after(failing, SessionChange.Moved.to(Phase.CONNECTED));
    assertThat(again.failuresAfter(NOW.plusSeconds(90))).isEqualTo(3);
    assertThat(again.failuresAfter(NOW.plusSeconds(90).plusMillis(1))).isEqualTo(1);
    assertThat(after(again, ended(NOW.plusSeconds(91))).failures()).isEqualTo(1);
    assertThat(connected.failuresAfter(NOW)).isEqualTo(1);
  }

  @Test
  void onlyWhatIsNewIsAnEvent() {
    SessionState waiting = in(Phase.RECONNECTING, LINKED);
    SessionState connected = in(Phase.CONNECTED, LINKED);
    SessionEvent moved =
        new ConnectionEvent.PhaseChanged("Reconnecting", "Connected", Optional.empty());
    assertThat(waiting.eventsOf(SessionChange.Moved.to(Phase.RECONNECTING))).isEmpty();
    assertThat(waiting.eventsOf(SessionChange.Moved.to(Phase.RECONNECTING, "x"))).hasSize(1);
    assertThat(waiting.eventsOf(SessionChange.Moved.to(Phase.CONNECTED)))
        .containsExactly(moved, new ConnectionEvent.Connected(DEVICE.jid(), DEVICE.lid()));
    assertThat(connected.eventsOf(SessionChange.Moved.to(Phase.CONNECTED, "x"))).hasSize(1);
    assertThat(waiting.eventsOf(ended(NOW))).isEmpty();
    assertThat(connected.eventsOf(ended(NOW)))
        .containsExactly(new ConnectionEvent.Disconnected("428", "stream ended"));
    assertThat(waiting.eventsOf(new SessionChange.QrShown(new SessionSnapshot.Qr("t", NOW, NOW))))
        .containsExactly(new ConnectionEvent.QrChanged("t", NOW));
    assertThat(
            waiting.eventsOf(
                new SessionChange.CodeShown(new SessionSnapshot.PairingCode("c", NOW))))
        .containsExactly(new ConnectionEvent.PairingCodeIssued("c", NOW));
    assertThat(waiting.eventsOf(new SessionChange.Named("n"))).isEmpty();
  }
}
