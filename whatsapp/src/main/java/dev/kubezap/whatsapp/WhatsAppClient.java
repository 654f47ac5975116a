package dev.kubezap.whatsapp;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
   * A message that is sent while somebody waits for it.
   *
   * @param answer as {@link #send(SendRequest)} completes
   * @param reached the message, once it got as far as was asked or ended otherwise; cancelled when
   *     the request was refused, failed when it could not be answered
   */
  record Sending(CompletableFuture<SendResult> answer, CompletableFuture<StoredMessage> reached) {}

  /**
   * As {@link #send(SendRequest)} and {@link #awaitStatus} in one, for less than their price: the
   * waiting begins with the answer. The caller bounds the wait; a cancelled future is forgotten.
   */
  Sending send(SendRequest request, MessageStatus atLeast);

  /**
   * Waits until a message reached {@code atLeast} or ended otherwise. The caller bounds the wait; a
   * cancelled future is forgotten.
   *
   * @param messageId {@link StoredMessage#id()}
   */
  CompletableFuture<StoredMessage> awaitStatus(String messageId, MessageStatus atLeast);

  /**
   * A change of a message that somebody waits for.
   *
   * @param answer completes when the request is durable, or refused
   * @param end completes when the server has the change, or it failed; cancelled when the request
   *     was refused. Cancelling it ends the waiting alone
   */
  record Changing(CompletableFuture<ChangeResult> answer, CompletableFuture<ChangeEnd> end) {}

  /**
   * Stores what is to be done to a message, and sends it in the order of its chat. The message is
   * changed once the server has it.
   */
  Changing change(ChangeRequest request);

  /**
   * What became of a request under this idempotency key; empty when there was none. For what costs
   * much before it can be sent.
   */
  CompletableFuture<Optional<SendResult>> repeated(SendRequest.Idempotency idempotency);

  /**
   * Notes that a request under this idempotency key begins, which is no message; completes when
   * that is durable, with what became of it when it began before.
   */
  CompletableFuture<KeyedRequest> begin(SendRequest.Idempotency idempotency);

  /**
   * Notes what a request that began was answered by. A refusal that nothing was accepted before
   * frees the key.
   *
   * @param done whether the request was carried out; otherwise it was refused
   */
  CompletableFuture<Done> settle(
      SendRequest.Idempotency idempotency, ByteString answer, boolean done);

  /**
   * Asks the service, or has it do something, over the present connection. Which requests there are
   * say the packages {@code contact}, {@code presence}, {@code profile} and {@code call}.
   */
  <A> CompletableFuture<ServiceAnswer<A>> request(ServiceRequest<A> request);

  /**
   * Takes back what waits to be sent, and no other; completes once that is stored.
   *
   * @param id {@link StoredMessage#id()} of a message, or the id under which a change of one was
   *     accepted
   */
  CompletableFuture<CancelResult> cancel(String id);

  /**
   * Takes back a page of what has waited longest; completes with how many that were once that is
   * stored, 0 when nothing waits.
   */
  CompletableFuture<Integer> cancelQueued();

  /** Asks the service where files are uploaded to and downloaded from. */
  CompletableFuture<MediaHosts> mediaHosts();

  /**
   * Asks our own phone to upload the file of a message again, which the hosts have forgotten;
   * completes with whether it was asked. Where it is then, {@link #filePlace} tells.
   *
   * @param messageId {@link StoredMessage#id()}
   */
  CompletableFuture<Boolean> askPhoneForFile(String messageId);

  /** What our phone said of a message's file last; empty when it has said nothing yet. */
  CompletableFuture<Optional<FilePlace>> filePlace(String messageId);

  /**
   * Asks for a code that links this device when it is typed on the phone.
   *
   * @param phoneNumber digits, with or without a leading plus
   */
  CompletableFuture<PairingCodeResult> requestPairingCode(String phoneNumber);

  /**
   * Counts messages as read and tells their senders: at once, or after the next log-in. Complete
   * once that is stored.
   *
   * @param messageIds ours, of one chat; those that are unknown or sent by us are ignored
   */
  CompletableFuture<Void> markRead(Jid chat, List<String> messageIds);

  /**
   * Counts messages as listened to or looked at, which is more than read, and tells their senders
   * as {@link #markRead} does.
   *
   * @param messageIds ours, of one chat; those that are unknown or sent by us are ignored
   */
  CompletableFuture<Void> markPlayed(Jid chat, List<String> messageIds);

  /**
   * Handles an input that was set aside as if it came now; it stays set aside until it is
   * discarded. Completes with whether there is one with this id, once that is stored.
   */
  CompletableFuture<Boolean> replayQuarantined(String id);

  /** Forgets an input that was set aside; completes with whether there was one. */
  CompletableFuture<Boolean> discardQuarantined(String id);

  /**
   * Ends the link: tells the server when it can be reached in time, then forgets the identity and
   * all Signal state.
   */
  CompletableFuture<Void> logOut();

  /**
   * Erases what messages said, here alone; what is still to be sent is left as it is.
   *
   * @param messageIds some hundred at most
   * @return how many were erased
   */
  CompletableFuture<Integer> purge(List<String> messageIds);

  /** How the session behaves of its own accord from now on; {@link Behaviour#DEFAULT} before. */
  void behave(Behaviour behaviour);

  /**
   * Ends the present connection and makes a new one; in a phase that stopped for a person to
   * decide, this is the decision to go on.
   */
  void reconnect();

  /**
   * Stops taking work, finishes or leaves what is in flight, closes the socket. Completes when
   * nothing of this client runs any more.
   *
   * @param patience how long work in flight may take; when zero, the socket is closed before this
   *     returns, even while the store does not answer
   */
  CompletableFuture<Void> shutDown(Duration patience);
}
