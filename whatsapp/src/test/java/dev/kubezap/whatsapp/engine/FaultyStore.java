package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.SessionStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory that fails as the test says. */
final class FaultyStore implements SessionStore {
  final MemoryStore memory;
  Commits commits = changes -> {};
  Reads reads = keys -> {};

  FaultyStore() {
    this(new MemoryStore());
  }

  FaultyStore(MemoryStore memory) {
    this.memory = memory;
  }

  /** Throws before a commit. */
  interface Commits {
    void before(List<Change> changes) throws FencedException;
  }

  /** Throws before records are read. */
  interface Reads {
    void before(Collection<? extends RecordKey<?>> keys);
  }

  @Override
  public void commit(List<Change> changes) throws FencedException {
    commits.before(changes);
    memory.commit(changes);
  }

  @Override
  public Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys) {
    reads.before(keys);
    return memory.read(keys);
  }

  @Override
  public List<String> recordNames(String kind, String after, int limit) {
    reads.before(List.of());
    return memory.recordNames(kind, after, limit);
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return memory.message(id);
  }

  @Override
  public Map<StanzaName, StoredMessage> messagesByStanza(Collection<StanzaName> names) {
    return memory.messagesByStanza(names);
  }

  @Override
  public Optional<OutgoingMessage> outgoing(String messageId) {
    return memory.outgoing(messageId);
  }

  @Override
  public Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return memory.outgoingByStanza(stanzaId);
  }

  @Override
  public List<QueuedMessage> queued(int limit) {
    return memory.queued(limit);
  }

  @Override
  public List<String> queuedIn(Jid chat, int limit) {
    return memory.queuedIn(chat, limit);
  }

  @Override
  public List<PreparedStanza> prepared() {
    reads.before(List.of());
    return memory.prepared();
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    return memory.chat(id);
  }
}
