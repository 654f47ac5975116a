package dev.kubezap.pod.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.api.Archive;
import dev.kubezap.pod.api.EventFeed;
import dev.kubezap.pod.api.PageRequest;
import dev.kubezap.pod.api.Quarantine;
import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.stats.StoredTotals;
import dev.kubezap.pod.store.ChatQueries;
import dev.kubezap.pod.store.ChatQuery;
import dev.kubezap.pod.store.MessageQueries;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.MessageTimes;
import dev.kubezap.pod.store.QuarantineQueries;
import dev.kubezap.pod.store.QuarantineQueries.Quarantined;
import dev.kubezap.pod.store.QueueQueries;
import dev.kubezap.pod.store.QueueQueries.Queued;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the API reads, from the moment the database is reached; reading does not need ownership. */
final class DatabaseReads implements Archive, EventFeed, Quarantine {
  private volatile Optional<Opened> opened = Optional.empty();

  private record Opened(
      MessageQueries messages,
      ChatQueries chats,
      QueueQueries queue,
      QuarantineQueries quarantine,
      EventLog events,
      OutboxLag lag,
      StoredTotals totals) {}

  /** The database is reached. */
  void open(
      MessageQueries messages,
      ChatQueries chats,
      QueueQueries queue,
      QuarantineQueries quarantine,
      EventLog events,
      OutboxLag lag,
      StoredTotals totals) {
    opened = Optional.of(new Opened(messages, chats, queue, quarantine, events, lag, totals));
  }

  /** How much is stored; empty when it is not known. */
  Optional<ObjectNode> storedTotals() {
    return opened.flatMap(now -> now.totals().document());
  }

  /** Events that some webhook has not had yet; empty when it is not known. */
  OptionalLong outboxLag() {
    Optional<Opened> now = opened;
    return now.isPresent() ? now.get().lag().count() : OptionalLong.empty();
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return require().messages().message(id);
  }

  @Override
  public long sequenceBefore(Instant time) {
    return require().events().sequenceBefore(time);
  }

  @Override
  public MessageTimes times(String id) {
    return require().messages().times(id);
  }

  @Override
  public Slice<StoredMessage> messages(MessageQuery query, PageRequest page) {
    return require().messages().messages(query, page.skip(), page.limit(), page.cursor());
  }

  @Override
  public long count(MessageQuery query) {
    return require().messages().count(query);
  }

  @Override
  public MessageReceipts receipts(String id) {
    return require().messages().receipts(id);
  }

  @Override
  public Map<String, MessageAdditions> additions(Collection<String> ids) {
    return LivingLabels.ofMessages(require().messages().additions(ids), require().chats()::labels);
  }

  @Override
  public Slice<Chat> chats(ChatQuery query, PageRequest page) {
    ChatQueries chats = require().chats();
    return LivingLabels.ofChats(
        chats.chats(query, page.skip(), page.limit(), page.cursor()), chats::labels);
  }

  @Override
  public long count(ChatQuery query) {
    return require().chats().count(query);
  }

  @Override
  public Optional<StoredMessage> oldest(Jid chat) {
    return require().messages().oldest(chat);
  }

  @Override
  public Map<Jid, StoredMessage> lastMessages(Collection<Jid> chats) {
    return require().chats().lastMessages(chats);
  }

  @Override
  public Map<Jid, Group> groups(Collection<Jid> ids) {
    return require().chats().groups(ids);
  }

  @Override
  public Slice<Queued> queue(PageRequest page) {
    return require().queue().page(page.limit(), page.cursor());
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    ChatQueries chats = require().chats();
    return chats.chat(id).map(chat -> LivingLabels.ofChat(chat, chats::labels));
  }

  @Override
  public Map<Jid, Instant> lastMessageTimes(Collection<Jid> ids) {
    return require().chats().lastMessageTimes(ids);
  }

  @Override
  public Slice<Quarantined> quarantined(PageRequest page) {
    return require().quarantine().page(page.limit(), page.cursor());
  }

  @Override
  public Optional<Quarantined> quarantined(String id) {
    return require().quarantine().one(id);
  }

  @Override
  public List<StoredEvent> after(long sequence, int limit) {
    return require().events().after(sequence, limit);
  }

  @Override
  public long stored() {
    return require().events().stored();
  }

  @Override
  public boolean awaitStored(long seen, Duration patience) throws InterruptedException {
    return require().events().awaitStored(seen, patience);
  }

  @Override
  public long last() {
    return require().events().last();
  }

  private Opened require() {
    return opened.orElseThrow(
        () ->
            new StoreUnavailableException(
                "the database is not reached yet", new IllegalStateException("starting")));
  }
}
