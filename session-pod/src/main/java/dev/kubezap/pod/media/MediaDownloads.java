package dev.kubezap.pod.media;

import dev.kubezap.whatsapp.WhatsAppClient;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Fetches files of the session's own accord while the session is ours: those that messages left to
 * be fetched, also before this process began. Safe for use by several threads.
 */
public final class MediaDownloads {
  private final IncomingMedia media;
  private final Supplier<Optional<WhatsAppClient>> clients;
  private final LongSupplier most;
  private Optional<DownloadRun> run = Optional.empty();

  /**
   * Nothing is fetched yet.
   *
   * @param clients has the client while there is one
   * @param most bytes of a file as the session behaves now; 0 when it fetches none of new messages
   */
  public MediaDownloads(
      IncomingMedia media, Supplier<Optional<WhatsAppClient>> clients, LongSupplier most) {
    this.media = media;
    this.clients = clients;
    this.most = most;
  }

  /** Begins under a new ownership. */
  public synchronized void start() {
    stop();
    DownloadRun next = new DownloadRun(media, clients, most);
    run = Optional.of(next);
    next.start();
  }

  /** Something was stored that may want a file. */
  public synchronized void committed() {
    if (most.getAsLong() > 0) {
      run.ifPresent(DownloadRun::wake);
    }
  }

  /** The session stands otherwise: it may be connected now. */
  public synchronized void changed() {
    run.ifPresent(DownloadRun::wake);
  }

  /** Ends; what is not whole is fetched anew by whoever owns the session next. */
  public synchronized void stop() {
    run.ifPresent(DownloadRun::stop);
    run = Optional.empty();
  }
}
