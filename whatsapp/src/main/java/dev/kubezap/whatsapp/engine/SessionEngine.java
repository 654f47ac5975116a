package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.ClientClosedException;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.KeyedRequest;
import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.PairingCodeResult;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.media.AskMediaHosts;
import dev.kubezap.whatsapp.media.AskPhoneForFile;
import dev.kubezap.whatsapp.media.FindFilePlace;
import dev.kubezap.whatsapp.message.BeginKeyed;
import dev.kubezap.whatsapp.message.CancelQueued;
import dev.kubezap.whatsapp.message.CheckRepeated;
import dev.kubezap.whatsapp.message.MarkRead;
import dev.kubezap.whatsapp.message.PurgeMessages;
import dev.kubezap.whatsapp.message.SettleKeyed;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.pairing.RequestCode;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The client: one thread that turns the {@link EngineLoop} for as long as the session is this
 * process'.
 *
 * <p>Callers only put work into the mailbox; nothing of the session's state is touched by their
 * threads.
 */
final class SessionEngine implements WhatsAppClient {
  private static final Logger LOG = System.getLogger(SessionEngine.class.getName());

  private final Session session;
  private final ClientListener listener;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile Optional<Stop> stop = Optional.empty();
  private boolean started;

  private record Stop(long deadlineNanos) {}

  SessionEngine(Session session, ClientListener listener) {
    this.session = session;
    this.listener = listener;
  }

  @Override
  public synchronized void start() {
    if (!started && !ended.isDone()) {
      started = true;
      // Not a virtual thread: it waits for the database hundreds of times a second, and each of
      // these
      // waits would cost a virtual one a change of carrier.
      Thread.ofPlatform().daemon().name("kubezap-session").start(this::run);
    }
  }

  private void run() {
    try {
      session.begin();
      while (!isOver()) {
        Duration pause = session.loop().turn();
        if (session.loop().isStalled()) {
          session.mailbox().rest(bounded(pause));
        } else if (pause.isPositive()) {
          session.mailbox().awaitWork(bounded(pause));
        }
      }
    } catch (FencedException e) {
      session.forget();
      end();
      listener.fenced(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoredStateException e) {
      LOG.log(Level.ERROR, "the stored state cannot be read", e);
      session.fail(Phase.FAILED, "stored-state-unreadable");
    } catch (RuntimeException | Error e) {
      // Defects of single turns are survived; this one kept the session from beginning at all.
      LOG.log(Level.ERROR, "the session ended by a defect", e);
      session.fail(Phase.FAILED, "internal-error");
    } finally {
      end();
    }
  }

  private boolean isOver() {
    if (stop.isEmpty()) {
      return false;
    }
    boolean late = System.nanoTime() - stop.get().deadlineNanos() >= 0;
    return late || session.isSettled();
  }

  private Duration bounded(Duration pause) {
    if (stop.isEmpty()) {
      return pause;
    }
    Duration left = Duration.ofNanos(stop.get().deadlineNanos() - System.nanoTime());
    return left.compareTo(pause) < 0 ? left : pause;
  }

  private void end() {
    session.end(new ClientClosedException("the session ended in this process"));
    ended.complete(null);
  }

  @Override
  public SessionSnapshot snapshot() {
    return session.snapshot();
  }

  @Override
  public CompletableFuture<SendResult> send(SendRequest request) {
    return ask(request, SendResult.class);
  }

  @Override
  public Sending send(SendRequest request, MessageStatus atLeast) {
    CompletableFuture<StoredMessage> reached = new CompletableFuture<>();
    CompletableFuture<SendResult> answer =
        ask(request, result -> follow((SendResult) result, atLeast, reached));
    var _ =
        answer.whenComplete(
            (_, problem) -> {
              if (problem != null) {
                reached.completeExceptionally(problem);
              }
            });
    return new Sending(answer, reached);
  }

  /** On the session's thread, so that the message gets nowhere before its waiter is known. */
  private SendResult follow(
      SendResult result, MessageStatus atLeast, CompletableFuture<StoredMessage> reached) {
    switch (result) {
      case SendResult.Accepted(StoredMessage message) ->
          session.waiters().await(message, atLeast, reached);
      case SendResult.Repeated(StoredMessage message) ->
          session.waiters().await(message, atLeast, reached);
      case SendResult.KeyReused _, SendResult.NotYet _, SendResult.Refused _ ->
          reached.cancel(false);
    }
    return result;
  }

  @Override
  public CompletableFuture<StoredMessage> awaitStatus(String messageId, MessageStatus atLeast) {
    CompletableFuture<StoredMessage> reached = session.waiters().await(messageId, atLeast);
    // Whether it is so already is looked up after the waiting began, so that nothing slips between.
    var _ =
        ask(new CheckStatus.Of(messageId), CheckStatus.Found.class)
            .whenComplete(
                (found, problem) -> {
                  if (problem != null) {
                    reached.completeExceptionally(problem);
                  } else if (!found.exists()) {
                    reached.completeExceptionally(
                        new IllegalArgumentException("there is no message " + messageId));
                  }
                });
    return reached;
  }

  @Override
  public Changing change(ChangeRequest request) {
    CompletableFuture<ChangeEnd> end = new CompletableFuture<>();
    CompletableFuture<ChangeResult> answer =
        ask(request, result -> follow((ChangeResult) result, end));
    var _ =
        answer.whenComplete(
            (_, problem) -> {
              if (problem != null) {
                end.completeExceptionally(problem);
              }
            });
    return new Changing(answer, end);
  }

  private ChangeResult follow(ChangeResult result, CompletableFuture<ChangeEnd> end) {
    switch (result) {
      case ChangeResult.Accepted(String id) -> session.changes().await(id, end);
      case ChangeResult.Repeated(String id, boolean waits) -> {
        if (waits) {
          session.changes().await(id, end);
        } else {
          end.complete(new ChangeEnd.Done());
        }
      }
      case ChangeResult.NotYet _, ChangeResult.Refused _ -> end.cancel(false);
    }
    return result;
  }

  @Override
  public CompletableFuture<Optional<SendResult>> repeated(SendRequest.Idempotency idempotency) {
    return ask(new CheckRepeated.Asked(idempotency), CheckRepeated.Answer.class)
        .thenApply(CheckRepeated.Answer::settled);
  }

  @Override
  public CompletableFuture<KeyedRequest> begin(SendRequest.Idempotency idempotency) {
    return ask(new BeginKeyed.Of(idempotency), KeyedRequest.class);
  }

  @Override
  public CompletableFuture<Done> settle(
      SendRequest.Idempotency idempotency, ByteString answer, boolean done) {
    return ask(new SettleKeyed.By(idempotency, answer, done), Done.class);
  }

  @Override
  public <A> CompletableFuture<ServiceAnswer<A>> request(ServiceRequest<A> request) {
    return ask(request, SessionEngine::<A>answerOf);
  }

  @SuppressWarnings("unchecked") // the step of a request answers by what the request asks for
  private static <A> ServiceAnswer<A> answerOf(Object answer) {
    return (ServiceAnswer<A>) answer;
  }

  @Override
  public CompletableFuture<CancelResult> cancel(String id) {
    return ask(new CancelQueued.Asked(Optional.of(id)), CancelResult.class);
  }

  @Override
  public CompletableFuture<Integer> cancelQueued() {
    return ask(new CancelQueued.Asked(Optional.empty()), CancelQueued.Count.class)
        .thenApply(CancelQueued.Count::cancelled);
  }

  @Override
  public CompletableFuture<Integer> purge(List<String> messageIds) {
    return ask(new PurgeMessages.Of(messageIds), PurgeMessages.Count.class)
        .thenApply(PurgeMessages.Count::purged);
  }

  @Override
  public CompletableFuture<MediaHosts> mediaHosts() {
    return ask(new AskMediaHosts.Wanted(), MediaHosts.class);
  }

  @Override
  public CompletableFuture<Boolean> askPhoneForFile(String messageId) {
    return ask(new AskPhoneForFile.Wanted(messageId), AskPhoneForFile.Answer.class)
        .thenApply(AskPhoneForFile.Answer::asked);
  }

  @Override
  public CompletableFuture<Optional<FilePlace>> filePlace(String messageId) {
    return ask(new FindFilePlace.Of(messageId), FindFilePlace.Answer.class)
        .thenApply(FindFilePlace.Answer::place);
  }

  @Override
  public CompletableFuture<PairingCodeResult> requestPairingCode(String phoneNumber) {
    return ask(new RequestCode.Wanted(phoneNumber), PairingCodeResult.class);
  }

  @Override
  public CompletableFuture<Void> markRead(Jid chat, List<String> messageIds) {
    return ask(new MarkRead.Read(chat, messageIds), Integer.class).thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<Void> markPlayed(Jid chat, List<String> messageIds) {
    return ask(new MarkRead.Read(chat, messageIds, true), Integer.class).thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<Boolean> replayQuarantined(String id) {
    return quarantine(id, QuarantineCommand.Action.REPLAY);
  }

  @Override
  public CompletableFuture<Boolean> discardQuarantined(String id) {
    return quarantine(id, QuarantineCommand.Action.DISCARD);
  }

  private CompletableFuture<Boolean> quarantine(String id, QuarantineCommand.Action action) {
    return ask(new QuarantineCommand.Request(id, action), QuarantineCommand.Answer.class)
        .thenApply(QuarantineCommand.Answer::found);
  }

  @Override
  public CompletableFuture<Void> logOut() {
    return ask(new LogOut(), LoggingOut.Done.class).thenAccept(_ -> {});
  }

  @Override
  public void behave(Behaviour behaviour) {
    session.mailbox().post(Pending.of(new ChangeBehaviour.As(behaviour)));
  }

  @Override
  public void reconnect() {
    session.mailbox().post(Pending.of(new SessionStart.Resumed()));
  }

  @Override
  public CompletableFuture<Void> shutDown(Duration patience) {
    synchronized (this) {
      if (stop.isEmpty()) {
        stop = Optional.of(new Stop(System.nanoTime() + patience.toNanos()));
      }
      if (!started) {
        end();
      }
    }
    if (!patience.isPositive()) {
      // The session's thread may hang in a database or on a volume; the socket must not.
      session.disconnect("the session ends in this process");
    }
    session.mailbox().wake();
    return ended.copy();
  }

  private <T> CompletableFuture<T> ask(Object input, Class<T> type) {
    return ask(input, type::cast);
  }

  /**
   * @param answered turns the answer into what the caller gets, on the session's thread
   */
  private <T> CompletableFuture<T> ask(Object input, Function<Object, T> answered) {
    if (stop.isPresent() || ended.isDone()) {
      return CompletableFuture.failedFuture(
          new ClientClosedException("the session ends in this process; ask its new owner"));
    }
    Optional<String> refusal = session.loop().refusal();
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(new StoreUnavailableException(refusal.get()));
    }
    CompletableFuture<Object> caller = new CompletableFuture<>();
    CompletableFuture<T> answer = caller.thenApply(answered);
    if (!session.mailbox().offer(Pending.of(input, caller))) {
      return CompletableFuture.failedFuture(
          ended.isDone()
              ? new ClientClosedException("the session ended in this process")
              : new StoreUnavailableException("too much work waits; try again later"));
    }
    return answer;
  }
}
