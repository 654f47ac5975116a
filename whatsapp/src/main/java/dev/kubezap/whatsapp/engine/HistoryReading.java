package dev.kubezap.whatsapp.engine;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.history.HistoryItem;
import dev.kubezap.whatsapp.history.HistoryPart;
import dev.kubezap.whatsapp.history.HistoryStream;
import dev.kubezap.whatsapp.history.HistoryTooLargeException;
import dev.kubezap.whatsapp.history.HistoryTrouble;
import dev.kubezap.whatsapp.model.HistoryPlace;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.HistoryFile;
import dev.kubezap.whatsapp.transfer.HistoryDownload;
import dev.kubezap.whatsapp.transfer.MediaTransferException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Reads histories part by part on threads of its own. What was opened last stays open, so that the
 * next part follows without beginning anew; it is read while the one before is stored.
 */
final class HistoryReading implements HistoryReads {
  private static final Logger LOG = System.getLogger(HistoryReading.class.getName());

  private final HistoryDownload files;
  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Opened> opened = Optional.empty();

  /** What follows the part that was told last. */
  private Optional<HistoryPart> ahead = Optional.empty();

  private volatile boolean closed;

  private record Opened(String job, HistoryPlace place, HistoryStream stream) {}

  /** The bytes are no history. */
  private static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * @param threads runs each reading, which may take long
   */
  HistoryReading(HistoryDownload files, Executor threads) {
    this.files = files;
    this.threads = threads;
  }

  @Override
  public void read(Effect.ReadHistory wanted, Consumer<Object> whenDone) {
    threads.execute(
        () -> {
          lock.lock();
          try {
            if (!closed) {
              Object result = result(wanted);
              whenDone.accept(result);
              if (result instanceof HistoryPart part && !part.ended()) {
                readAhead(part);
              }
            }
          } finally {
            lock.unlock();
          }
        });
  }

  private Object result(Effect.ReadHistory wanted) {
    String job = wanted.job();
    try {
      return wantedPart(wanted);
    } catch (MediaTransferException e) {
      forget();
      return switch (e.reason()) {
        case GONE -> trouble(wanted, "gone", false, e);
        case CORRUPT -> trouble(wanted, "damaged", false, e);
        case TOO_LARGE -> trouble(wanted, "too-large", false, e);
        case INCOMPLETE -> trouble(wanted, "incomplete", false, e);
        case STALE_HOSTS, UNREACHABLE -> trouble(wanted, "unreachable", true, e);
      };
    } catch (HistoryTooLargeException e) {
      forget();
      return trouble(wanted, "too-large", false, e);
    } catch (MalformedException e) {
      forget();
      return trouble(wanted, "damaged", false, e);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the history " + job + " could not be read", e);
      forget();
      return trouble(wanted, "not-read", true, e);
    }
  }

  /** What goes wrong here is told when the part is wanted: it is read again then. */
  private void readAhead(HistoryPart before) {
    HistoryPlace next = before.from().after(before.items().size());
    try {
      ahead = Optional.of(part(new Effect.ReadHistory(before.job(), before.file(), next)));
    } catch (IOException | MediaTransferException | RuntimeException e) {
      LOG.log(Level.DEBUG, "a part of the history could not be read before it was wanted", e);
      forget();
    }
  }

  private static HistoryTrouble trouble(
      Effect.ReadHistory wanted, String reason, boolean passing, Exception why) {
    LOG.log(Level.INFO, "a part of the history could not be read: {0}", why.getMessage());
    return new HistoryTrouble(wanted.job(), wanted.from(), reason, passing);
  }

  private HistoryPart wantedPart(Effect.ReadHistory wanted)
      throws MediaTransferException, IOException {
    Optional<HistoryPart> read =
        ahead.filter(part -> part.job().equals(wanted.job()) && part.from().equals(wanted.from()));
    ahead = Optional.empty();
    HistoryPart part = read.isPresent() ? read.get() : part(wanted);
    if (part.ended() && wanted.from().messages()) {
      files.clean();
    }
    return part;
  }

  private HistoryPart part(Effect.ReadHistory wanted) throws MediaTransferException, IOException {
    HistoryStream stream = at(wanted);
    List<HistoryItem> items = new ArrayList<>();
    long bytes = 0;
    Optional<HistoryItem> next = Optional.empty();
    while (items.size() < HistoryPart.MOST_ITEMS && bytes < HistoryPart.MOST_BYTES) {
      next = next(stream);
      if (next.isEmpty()) {
        break;
      }
      items.add(next.get());
      bytes += next.get().size();
    }
    boolean ended = next.isEmpty();
    if (ended) {
      forgetStream();
    } else {
      opened = Optional.of(new Opened(wanted.job(), wanted.from().after(items.size()), stream));
    }
    return new HistoryPart(wanted.job(), wanted.file(), wanted.from(), items, ended);
  }

  /** The stream where it was left, or opened anew and read up to there. */
  private HistoryStream at(Effect.ReadHistory wanted) throws MediaTransferException, IOException {
    if (opened
        .filter(one -> one.job().equals(wanted.job()) && one.place().equals(wanted.from()))
        .isPresent()) {
      return opened.get().stream();
    }
    forgetStream();
    HistoryStream stream = new HistoryStream(bytes(wanted), wanted.from().messages());
    opened = Optional.of(new Opened(wanted.job(), wanted.from(), stream));
    for (long i = 0; i < wanted.from().items(); i++) {
      if (next(stream).isEmpty()) {
        break;
      }
    }
    return stream;
  }

  private InputStream bytes(Effect.ReadHistory wanted) throws MediaTransferException, IOException {
    return switch (wanted.file()) {
      case HistoryFile.Inline(var deflated) -> new ByteArrayInputStream(deflated.toByteArray());
      case HistoryFile.Remote remote ->
          files.open(wanted.job(), remote.reference(), remote.hosts());
    };
  }

  private static Optional<HistoryItem> next(HistoryStream stream) throws IOException {
    try {
      return stream.next();
    } catch (InvalidProtocolBufferException | EOFException | ZipException e) {
      throw new MalformedException(e);
    }
  }

  private void forget() {
    try {
      forgetStream();
      files.clean();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a file of the history stays: {0}", e.getMessage());
    }
  }

  private void forgetStream() throws IOException {
    Optional<Opened> before = opened;
    opened = Optional.empty();
    ahead = Optional.empty();
    if (before.isPresent()) {
      before.get().stream().close();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.execute(
        () -> {
          lock.lock();
          try {
            forgetStream();
          } catch (IOException e) {
            LOG.log(Level.DEBUG, "a file of the history could not be closed", e);
          } finally {
            lock.unlock();
          }
        });
  }
}
