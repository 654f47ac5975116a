package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One linked device and its connection, for as long as this process owns the session.
 *
 * <p>Every method returns at once and may be called from any thread. Futures complete exceptionally
 * with {@link ClientClosedException} when the client ends first, and with {@link
 * dev.kubezap.whatsapp.store.StoreUnavailableException} when the store does not answer.
 */
public interface WhatsAppClient {

  /** Connects: logs in with the stored identity, or offers pairing when there is none. */
  void start();

  /** What can be said of the session now. */
  SessionSnapshot snapshot();

  /**
   * Stores a message to be sent; completes when the request is durable, or refused. It is sent in
   * the order of acceptance.
   */
  CompletableFuture<SendResult> send(SendRequest request);

  /**
   * Waits until a message reached {@code atLeast} or ended otherwise. The caller bounds the wait; a
   * cancelled future is forgotten.
   *
   * @param messageId {@link StoredMessage#id()}
   */
  CompletableFuture<StoredMessage> awaitStatus(String messageId, MessageStatus atLeast);

  /**
   * Asks for a code that links this device when it is typed on the phone.
   *
   * @param phoneNumber digits, with or without a leading plus
   */
  CompletableFuture<PairingCodeResult> requestPairingCode(String phoneNumber);

  /**
   * Tells the senders that messages were read.
   *
   * @param messageIds ours, of one chat; those that are unknown or sent by us are ignored
   */
  CompletableFuture<Void> markRead(Jid chat, List<String> messageIds);

  /**
   * Ends the link: tells the server when it can be reached in time, then forgets the identity and
   * all Signal state.
   */
  CompletableFuture<Void> logOut();

  /**
   * Ends the present connection and makes a new one; in a phase that stopped for a person to
   * decide, this is the decision to go on.
   */
  void reconnect();

  /**
   * Stops taking work, finishes or leaves what is in flight, closes the socket. Completes when
   * nothing of this client runs any more.
   *
   * @param patience how long work in flight may take
   */
  CompletableFuture<Void> shutDown(Duration patience);
}
