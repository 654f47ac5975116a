package dev.kubezap.whatsapp.simulation;

import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What outlives every process: rows, and whose they are. */
final class Database {
  private static final Duration FLUSH = Duration.ofMillis(20);

  private final Scheduler time;
  private final Variant variant;
  private final Checker checker;
  private final List<List<Change>> log = new ArrayList<>();
  private MemoryStore rows = new MemoryStore();
  private int durable;
  private int token;
  private Instant awayUntil = Instant.MIN;

  Database(Scheduler time, Variant variant, Checker checker) {
    this.time = time;
    this.variant = variant;
    this.checker = checker;
  }

  /** Begins with what another run has stored. */
  void restore(List<List<Change>> commits) {
    log.addAll(commits);
    durable = log.size();
    rebuild();
  }

  private void rebuild() {
    rows = new MemoryStore();
    try {
      for (List<Change> changes : log) {
        rows.commit(changes);
      }
    } catch (FencedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes somebody the owner, and nobody else. */
  int acquire() {
    if (variant == Variant.PREPARES_ANEW) {
      List<Change> anew = new ArrayList<>();
      for (PreparedStanza stanza : rows.prepared()) {
        rows.message(stanza.messageId())
            .map(message -> message.withStatus(MessageStatus.QUEUED, Optional.empty()))
            .ifPresent(
                message -> {
                  anew.add(new Change.PutMessage(message));
                  anew.add(new Change.JoinQueue(new QueuedMessage(message.id(), message.chat())));
                });
        anew.add(new Change.RemovePrepared(stanza.messageId()));
      }
      commit(anew);
      durable = log.size();
    }
    return ++token;
  }

  private void commit(List<Change> changes) {
    try {
      rows.commit(changes);
    } catch (FencedException e) {
      throw new IllegalStateException(e);
    }
    log.add(changes);
  }

  boolean isOwner(int holder) {
    return holder == token;
  }

  MemoryStore rows() {
    return rows;
  }

  List<List<Change>> log() {
    return log;
  }

  boolean isAway() {
    return time.instant().isBefore(awayUntil);
  }

  void goAway(Duration howLong) {
    awayUntil = time.instant().plus(howLong);
  }

  /** PostgreSQL takes no text with U+0000. */
  static boolean refuses(Change change) {
    return change instanceof Change.PutMessage put
        && put.message().content() instanceof TextContent text
        && text.text().indexOf('\0') >= 0;
  }

  void apply(Owner owner, List<Change> changes) {
    commit(changes.stream().filter(change -> !isLost(change)).toList());
    if (variant == Variant.PERFORMS_BEFORE_COMMIT) {
      int flushed = log.size();
      time.after(FLUSH, () -> flush(owner, flushed));
    } else {
      flush(owner, log.size());
    }
  }

  private boolean isLost(Change change) {
    return switch (variant) {
      case LOSES_PREPARED -> change instanceof Change.PutPrepared;
      case LOSES_READ_RECEIPTS ->
          change instanceof Change.Put<?> put && put.key().kind().equals("read-receipt");
      default -> false;
    };
  }

  private void flush(Owner owner, int count) {
    for (; durable < Math.min(count, log.size()); durable++) {
      checker.stored(owner, isOwner(owner.token), log.get(durable));
    }
  }

  /** A process died: what was not durable is gone. */
  void crashed() {
    if (durable < log.size()) {
      log.subList(durable, log.size()).clear();
      rebuild();
    }
  }
}
