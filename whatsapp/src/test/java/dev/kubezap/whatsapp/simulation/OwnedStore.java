package dev.kubezap.whatsapp.simulation;

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
import dev.kubezap.whatsapp.store.RejectedChangeException;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One owner's way to the database, with the faults of its plan. */
final class OwnedStore implements SessionStore {
  /** An absence of the database, at most, is this long for each unit of a fault's size. */
  private static final Duration AWAY = Duration.ofMillis(40);

  private static final Duration FROZEN = Duration.ofMillis(30);

  private final Simulation simulation;
  private final Owner owner;
  private final Database database;
  private boolean fenced;

  OwnedStore(Simulation simulation, Owner owner) {
    this.simulation = simulation;
    this.owner = owner;
    this.database = simulation.database;
  }

  @Override
  public void commit(List<Change> changes) throws FencedException {
    reachable();
    if (fenced) {
      throw new FencedException("fenced before");
    }
    Optional<Fault> fault = simulation.faultAt(Fault.Place.COMMIT, owner + " commit");
    switch (fault.map(Fault::kind).orElse(null)) {
      case CRASH_BEFORE_COMMIT -> throw new Crash();
      case AWAY -> {
        database.goAway(AWAY.multipliedBy(fault.orElseThrow().size()));
        reachable();
      }
      case COMMIT_LOST -> throw unknown();
      case FROZEN_BEFORE_COMMIT ->
          simulation.freeze(owner, FROZEN.multipliedBy(fault.orElseThrow().size()));
      case null, default -> {}
    }
    if (changes.stream().anyMatch(Database::refuses)) {
      simulation.trace.add(owner + " commit refused");
      throw new RejectedChangeException("text with U+0000", new IllegalArgumentException());
    }
    if (!database.isOwner(owner.token) && simulation.variant != Variant.HAS_NO_FENCE) {
      fenced = true;
      throw new FencedException("somebody else owns the session");
    }
    simulation.trace.add(owner + " stores " + changes.size());
    database.apply(owner, changes);
    switch (fault.map(Fault::kind).orElse(null)) {
      case CRASH_AFTER_COMMIT -> throw new Crash();
      case ANSWER_LOST -> throw unknown();
      case FROZEN_AFTER_COMMIT ->
          simulation.freeze(owner, FROZEN.multipliedBy(fault.orElseThrow().size()));
      case null, default -> {}
    }
  }

  private FencedException unknown() {
    fenced = true;
    return new FencedException("the result is unknown");
  }

  private void reachable() {
    if (database.isAway()) {
      throw new StoreUnavailableException("away");
    }
  }

  private MemoryStore rows() {
    reachable();
    return database.rows();
  }

  @Override
  public Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys) {
    return rows().read(keys);
  }

  @Override
  public List<String> recordNames(String kind, String after, int limit) {
    return rows().recordNames(kind, after, limit);
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return rows().message(id);
  }

  @Override
  public Optional<StoredMessage> messageByStanza(Jid chat, String stanzaId, boolean fromMe) {
    return rows().messageByStanza(chat, stanzaId, fromMe);
  }

  @Override
  public Map<StanzaName, StoredMessage> messagesByStanza(Collection<StanzaName> names) {
    return rows().messagesByStanza(names);
  }

  @Override
  public Optional<OutgoingMessage> outgoing(String messageId) {
    return rows().outgoing(messageId);
  }

  @Override
  public Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return rows().outgoingByStanza(stanzaId);
  }

  @Override
  public List<QueuedMessage> queued(int limit) {
    return rows().queued(limit);
  }

  @Override
  public List<String> queuedIn(Jid chat, int limit) {
    return rows().queuedIn(chat, limit);
  }

  @Override
  public List<PreparedStanza> prepared() {
    return rows().prepared();
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    return rows().chat(id);
  }
}
