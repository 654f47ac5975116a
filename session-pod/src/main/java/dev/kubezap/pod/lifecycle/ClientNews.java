package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.media.MediaDownloads;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.store.FencedException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the client tells of itself: in the log, and to whoever asks how the session stands. */
final class ClientNews implements ClientListener {
  private static final Logger LOG = Logger.getLogger(ClientNews.class);

  /** The engine's, when its thread has ended; defects of single steps do not end it. */
  private static final String DEFECT = "internal-error";

  private final PhaseLog phases = new PhaseLog();
  private final SessionReports reports;
  private final FleetGate gate;
  private final StartTimeline timeline;
  private final MediaDownloads downloads;

  ClientNews(
      SessionReports reports, FleetGate gate, StartTimeline timeline, MediaDownloads downloads) {
    this.downloads = downloads;
    this.reports = reports;
    this.gate = gate;
    this.timeline = timeline;
  }

  @Override
  public void changed(SessionSnapshot snapshot) {
    started(snapshot);
    if (snapshot.phase() == Phase.FAILED && snapshot.reason().filter(DEFECT::equals).isPresent()) {
      reports.broken("the session ended by a defect");
    }
    phases.line(snapshot).ifPresent(LOG::info);
    if (snapshot.reason().filter(ConnectGate.HELD_BACK::equals).isEmpty()) {
      gate.forget();
    }
    reports.changed();
    downloads.changed();
  }

  /** A session is up when it is connected, or when its code can be scanned. */
  private void started(SessionSnapshot snapshot) {
    Optional<String> line = Optional.empty();
    if (snapshot.phase() == Phase.CONNECTED) {
      line = timeline.finish("connected");
    } else if (snapshot.qr().isPresent()) {
      line = timeline.finish("qr");
    }
    line.ifPresent(LOG::info);
  }

  @Override
  public void committed() {
    // The store raises the webhooks' signal itself, and only for commits with events.
    downloads.committed();
  }

  @Override
  public void fenced(FencedException cause) {
    LOG.warnf("The session was fenced: %s", cause.getMessage());
  }
}
