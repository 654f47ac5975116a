package dev.kubezap.pod.media;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.StoredFile;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.content.Media;
import dev.kubezap.whatsapp.fetch.DueFiles;
import dev.kubezap.whatsapp.fetch.SettleFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The fetching of one ownership: a thread that looks for what is due when it is woken, and a thread
 * for each of the few files that are fetched at once.
 */
final class DownloadRun {
  private static final Logger LOG = Logger.getLogger(DownloadRun.class);
  private static final int AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So often at most it looks because something was stored: a burst is looked for once. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  /** Whoever stores or connects wakes it before. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final IncomingMedia media;
  private final Supplier<Optional<WhatsAppClient>> clients;
  private final LongSupplier most;
  private final Semaphore wakes = new Semaphore(0);

  /** Files that were fetched, or given up, since it looked last: their places are free at once. */
  private final Semaphore settled = new Semaphore(0);

  private final Map<String, Thread> fetching = new ConcurrentHashMap<>();
  private final Thread loop = Thread.ofVirtual().name("media-downloads").unstarted(this::look);
  private volatile boolean ended;

  DownloadRun(IncomingMedia media, Supplier<Optional<WhatsAppClient>> clients, LongSupplier most) {
    this.media = media;
    this.clients = clients;
    this.most = most;
  }

  void start() {
    loop.start();
  }

  void wake() {
    wakes.release();
  }

  void stop() {
    ended = true;
    loop.interrupt();
    fetching.values().forEach(Thread::interrupt);
  }

  private void look() {
    try {
      while (!ended) {
        int _ = wakes.drainPermits();
        int _ = settled.drainPermits();
        long looked = System.nanoTime();
        Duration pause = begin();
        boolean _ = wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        long rest = BETWEEN_LOOKS.toNanos() - (System.nanoTime() - looked);
        boolean _ = settled.tryAcquire(rest, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      // Only the end of the ownership interrupts it.
      Thread.currentThread().interrupt();
    }
  }

  /** Begins to fetch what is due; answers how long it takes until more is. */
  private Duration begin() throws InterruptedException {
    Optional<WhatsAppClient> client = clients.get();
    int free = AT_ONCE - fetching.size();
    if (free == 0 || client.isEmpty() || client.get().snapshot().phase() != Phase.CONNECTED) {
      return LONGEST;
    }
    Optional<DueFiles.Found> found =
        ask(client.get(), new DueFiles.Wanted(free, fetching.keySet()));
    if (found.isEmpty()) {
      return AFTER_TROUBLE;
    }
    for (String gone : found.get().gone()) {
      var _ = ask(client.get(), new SettleFile.As(gone, new SettleFile.Dropped()));
    }
    for (DueFiles.DueFile file : found.get().files()) {
      Thread thread =
          Thread.ofVirtual().name("media-download").unstarted(() -> fetch(client.get(), file));
      fetching.put(file.message().id(), thread);
      thread.start();
    }
    return found.get().next().filter(next -> next.compareTo(LONGEST) < 0).orElse(LONGEST);
  }

  private void fetch(WhatsAppClient client, DueFiles.DueFile file) {
    String id = file.message().id();
    try {
      Optional<SettleFile.Result> result = result(client, file);
      if (result.isEmpty() || ask(client, new SettleFile.As(id, result.get())).isEmpty()) {
        // The row is still there; a file that was fetched is found on the volume then.
        Thread.sleep(AFTER_TROUBLE);
      }
    } catch (InterruptedException e) {
      // The ownership ends; the row stays.
      Thread.currentThread().interrupt();
    } finally {
      fetching.remove(id);
      settled.release();
      wake();
    }
  }

  private Optional<SettleFile.Result> result(WhatsAppClient client, DueFiles.DueFile file)
      throws InterruptedException {
    if (!(file.message().content() instanceof Media)) {
      return Optional.of(new SettleFile.Dropped());
    }
    try {
      StoredFile fetched = media.file(file.message(), () -> client, limit());
      return Optional.of(new SettleFile.Fetched(fetched.contentType(), fetched.size()));
    } catch (ProblemException e) {
      LOG.debugf("A file cannot be fetched: %s", e.problem().code());
      return FetchPolicy.after(e.problem(), file.attempts());
    } catch (IOException e) {
      Problem problem = VolumeTrouble.of(e).problem();
      return FetchPolicy.after(problem, file.attempts());
    }
  }

  /** Rows that were noted before nothing was to be fetched any more are fetched all the same. */
  private long limit() {
    long now = most.getAsLong();
    return now > 0 ? now : IncomingMedia.MOST;
  }

  /** What the session answers; empty when it does not, or ends. */
  private static <A> Optional<A> ask(WhatsAppClient client, ServiceRequest<A> request)
      throws InterruptedException {
    try {
      ServiceAnswer<A> answer =
          client.request(request).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return answer instanceof ServiceAnswer.Given<A>(A value)
          ? Optional.of(value)
          : Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debugf("The session did not say which files are due: %s", e);
      return Optional.empty();
    }
  }
}
