package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.identity.CommitMark;
import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.store.ChatQueries;
import dev.kubezap.pod.store.KeyRotation;
import dev.kubezap.pod.store.MessageQueries;
import dev.kubezap.pod.store.PostgresSessionStore;
import dev.kubezap.pod.store.QuarantineQueries;
import dev.kubezap.pod.store.QueueQueries;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.pod.store.RowCipher;
import dev.kubezap.pod.webhook.RegistrationTable;
import dev.kubezap.whatsapp.store.SessionStore;
import java.util.function.Function;

/**
 * How the session's state is kept, under its data keys: rows in the database, files on the volume.
 *
 * @param identity the device, and what the volume remembers of the database
 * @param mark the last commit, as the volume remembers it
 * @param rotation told how far encrypting anew has come
 */
record Storage(
    RecordCipher cipher,
    EventSignal signal,
    IdentityFile identity,
    CommitMark mark,
    KeyRotation.Progress rotation) {

  /** On the volume and under the session's name of these settings. */
  static Storage of(
      PodSettings settings,
      RecordCipher cipher,
      EventSignal signal,
      KeyRotation.Progress rotation) {
    String name = settings.session().namespace() + "/" + settings.session().name();
    return new Storage(
        cipher,
        signal,
        new IdentityFile(settings.dataFolder(), name, cipher),
        new CommitMark(settings.dataFolder()),
        rotation);
  }

  /** Makes the store of each ownership. */
  Function<CommitScope, SessionStore> stores(long sessionId) {
    return owned -> new PostgresSessionStore(owned, sessionId, cipher, signal::raise);
  }

  EventLog events(ReadConnection connection, long sessionId) {
    return new EventLog(connection, sessionId, cipher, signal);
  }

  MessageQueries messages(ReadConnection connection, long sessionId) {
    return new MessageQueries(connection, sessionId, cipher);
  }

  ChatQueries chats(ReadConnection connection, long sessionId) {
    return new ChatQueries(connection, sessionId, cipher);
  }

  QueueQueries queue(ReadConnection connection, long sessionId) {
    return new QueueQueries(connection, sessionId, cipher);
  }

  QuarantineQueries quarantine(ReadConnection connection, long sessionId) {
    return new QuarantineQueries(connection, sessionId, cipher);
  }

  RegisteredWebhooks webhooks(ReadConnection connection, long sessionId) {
    return new RegisteredWebhooks(
        new RegistrationTable(connection, sessionId, new RowCipher(cipher, sessionId)));
  }

  /** Encrypts the rows anew; it does not run yet. */
  KeyRotation rotation(ReadConnection connection, long sessionId) {
    return new KeyRotation(connection, sessionId, cipher, rotation);
  }
}
