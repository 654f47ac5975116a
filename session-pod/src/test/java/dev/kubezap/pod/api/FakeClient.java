package dev.kubezap.pod.api;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
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
import dev.kubezap.whatsapp.groupchange.GroupChangeRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A client that stores what it is told and lets a test say what becomes of it. */
public final class FakeClient implements WhatsAppClient {
  public final List<Behaviour> behaviours = new ArrayList<>();
  final List<String> purged = new ArrayList<>();
  private volatile boolean shutDown;

  static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

  final List<SendRequest> accepted = new ArrayList<>();
  final List<ChangeRequest> changes = new ArrayList<>();
  volatile Optional<ChangeEnd> changeEnds = Optional.of(new ChangeEnd.Done());
  volatile ChangeResult changeResult = new ChangeResult.Accepted("c1");
  final List<ServiceRequest<?>> requests = new ArrayList<>();
  final List<GroupChangeRequest> groupChanges = new ArrayList<>();
  volatile Function<ServiceRequest<?>, ServiceAnswer<?>> services =
      _ -> new ServiceAnswer.NotConnected<>();
  volatile CancelResult cancelResult = new CancelResult.Cancelled();
  final Deque<Integer> cancelledPages = new ArrayDeque<>();
  final List<String> read = new ArrayList<>();
  final List<String> played = new ArrayList<>();
  final List<String> quarantine = new ArrayList<>();
  final Map<String, StoredMessage> messages = new HashMap<>();
  volatile SessionSnapshot snapshot = connected();
  volatile Optional<MessageStatus> reaches = Optional.of(MessageStatus.SENT);
  volatile Optional<MessageFailure> fails = Optional.empty();
  volatile Optional<SendResult> refuses = Optional.empty();
  volatile MediaHosts hosts = new MediaHosts.NotConnected();
  volatile Optional<FilePlace> place = Optional.of(FilePlace.NOWHERE);
  final AtomicInteger phoneAsked = new AtomicInteger();
  volatile PairingCodeResult pairing = new PairingCodeResult.NotConnected();
  final AtomicInteger loggedOut = new AtomicInteger();
  final AtomicInteger reconnected = new AtomicInteger();
  private final Map<String, SendRequest.Idempotency> keys = new HashMap<>();
  private final Map<String, StoredMessage> byKey = new HashMap<>();
  private final Map<String, ByteString> settled = new HashMap<>();

  @Override
  public void start() {}

  @Override
  public SessionSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public synchronized CompletableFuture<SendResult> send(SendRequest request) {
    if (refuses.isPresent()) {
      return CompletableFuture.completedFuture(refuses.get());
    }
    if (request.idempotency().isPresent()) {
      SendRequest.Idempotency now = request.idempotency().get();
      SendRequest.Idempotency known = keys.get(now.key());
      if (known != null) {
        return CompletableFuture.completedFuture(
            known.equals(now)
                ? new SendResult.Repeated(Objects.requireNonNull(byKey.get(now.key())))
                : new SendResult.KeyReused());
      }
      keys.put(now.key(), now);
    }
    StoredMessage message = stored(request);
    accepted.add(request);
    messages.put(message.id(), message);
    request.idempotency().ifPresent(key -> byKey.put(key.key(), message));
    return CompletableFuture.completedFuture(new SendResult.Accepted(message));
  }

  @Override
  public Sending send(SendRequest request, MessageStatus atLeast) {
    CompletableFuture<SendResult> answer = send(request);
    CompletableFuture<StoredMessage> reached = new CompletableFuture<>();
    switch (answer.join()) {
      case SendResult.Accepted(StoredMessage message) ->
          reached = awaitStatus(message.id(), atLeast);
      case SendResult.Repeated(StoredMessage message) ->
          reached = awaitStatus(message.id(), atLeast);
      case SendResult.KeyReused _, SendResult.NotYet _, SendResult.Refused _ ->
          reached.cancel(false);
    }
    return new Sending(answer, reached);
  }

  private StoredMessage stored(SendRequest request) {
    String id = "01930000-0000-7000-8000-%012d".formatted(accepted.size() + 1);
    return new StoredMessage(
        id,
        "3EB0" + accepted.size(),
        request.to(),
        Optional.empty(),
        Jid.phoneNumber("4915100000001"),
        1,
        true,
        Optional.empty(),
        NOW,
        request.content(),
        ByteString.EMPTY,
        MessageStatus.QUEUED,
        Optional.empty(),
        request.metadata());
  }

  @Override
  public synchronized CompletableFuture<StoredMessage> awaitStatus(
      String messageId, MessageStatus atLeast) {
    StoredMessage message = Objects.requireNonNull(messages.get(messageId));
    if (fails.isPresent()) {
      return CompletableFuture.completedFuture(message.withStatus(MessageStatus.FAILED, fails));
    }
    return reaches.isPresent() && reaches.get().compareTo(atLeast) >= 0
        ? CompletableFuture.completedFuture(message.withStatus(reaches.get(), Optional.empty()))
        : new CompletableFuture<>();
  }

  @Override
  public synchronized Changing change(ChangeRequest request) {
    CompletableFuture<ChangeEnd> end = new CompletableFuture<>();
    if (changeResult instanceof ChangeResult.Accepted) {
      changes.add(request);
      changeEnds.ifPresent(end::complete);
    } else if (!(changeResult instanceof ChangeResult.Repeated)) {
      end.cancel(false);
    }
    return new Changing(CompletableFuture.completedFuture(changeResult), end);
  }

  @Override
  public synchronized CompletableFuture<Optional<SendResult>> repeated(
      SendRequest.Idempotency now) {
    SendRequest.Idempotency known = keys.get(now.key());
    return CompletableFuture.completedFuture(
        Optional.ofNullable(known)
            .map(
                used ->
                    used.equals(now)
                        ? new SendResult.Repeated(Objects.requireNonNull(byKey.get(now.key())))
                        : new SendResult.KeyReused()));
  }

  @Override
  public synchronized CompletableFuture<KeyedRequest> begin(SendRequest.Idempotency now) {
    SendRequest.Idempotency known = keys.putIfAbsent(now.key(), now);
    ByteString answer = settled.get(now.key());
    return CompletableFuture.completedFuture(
        known == null
            ? new KeyedRequest.First()
            : !known.equals(now)
                ? new KeyedRequest.KeyReused()
                : answer == null
                    ? new KeyedRequest.Unfinished()
                    : new KeyedRequest.Answered(answer));
  }

  @Override
  public synchronized CompletableFuture<Done> settle(
      SendRequest.Idempotency key, ByteString answer, boolean done) {
    if (done || changes.stream().anyMatch(change -> change.key().equals(Optional.of(key.key())))) {
      settled.put(key.key(), answer);
    } else {
      keys.remove(key.key());
    }
    return CompletableFuture.completedFuture(new Done());
  }

  /** Answers every request as the test says; without a word of it, there is no connection. */
  @Override
  public synchronized <A> CompletableFuture<ServiceAnswer<A>> request(ServiceRequest<A> request) {
    ServiceRequest<?> inner = request;
    if (request instanceof GroupChangeRequest change) {
      groupChanges.add(change);
      inner = change.change();
    }
    requests.add(inner);
    @SuppressWarnings("unchecked") // the test answers by what the request asks for
    ServiceAnswer<A> answer = (ServiceAnswer<A>) services.apply(inner);
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public synchronized CompletableFuture<CancelResult> cancel(String id) {
    return CompletableFuture.completedFuture(cancelResult);
  }

  @Override
  public synchronized CompletableFuture<Integer> cancelQueued() {
    return CompletableFuture.completedFuture(
        Objects.requireNonNullElse(cancelledPages.pollFirst(), 0));
  }

  @Override
  public CompletableFuture<MediaHosts> mediaHosts() {
    return CompletableFuture.completedFuture(hosts);
  }

  @Override
  public CompletableFuture<Boolean> askPhoneForFile(String messageId) {
    phoneAsked.incrementAndGet();
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public CompletableFuture<Optional<FilePlace>> filePlace(String messageId) {
    return CompletableFuture.completedFuture(phoneAsked.get() > 0 ? place : Optional.empty());
  }

  @Override
  public CompletableFuture<PairingCodeResult> requestPairingCode(String phoneNumber) {
    return CompletableFuture.completedFuture(pairing);
  }

  @Override
  public synchronized CompletableFuture<Boolean> replayQuarantined(String id) {
    return CompletableFuture.completedFuture(quarantine(id, "replayed "));
  }

  @Override
  public synchronized CompletableFuture<Boolean> discardQuarantined(String id) {
    return CompletableFuture.completedFuture(quarantine(id, "discarded "));
  }

  private boolean quarantine(String id, String done) {
    boolean known = id.equals("q1");
    if (known) {
      quarantine.add(done + id);
    }
    return known;
  }

  @Override
  @SuppressWarnings("NullAway") // a future of Void holds nothing else
  public synchronized CompletableFuture<Void> markRead(Jid chat, List<String> messageIds) {
    read.addAll(messageIds);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  @SuppressWarnings("NullAway") // a future of Void holds nothing else
  public synchronized CompletableFuture<Void> markPlayed(Jid chat, List<String> messageIds) {
    played.addAll(messageIds);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  @SuppressWarnings("NullAway")
  public CompletableFuture<Void> logOut() {
    loggedOut.incrementAndGet();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletableFuture<Integer> purge(List<String> messageIds) {
    purged.addAll(messageIds);
    return CompletableFuture.completedFuture(messageIds.size());
  }

  @Override
  public synchronized void behave(Behaviour behaviour) {
    behaviours.add(behaviour);
  }

  @Override
  public void reconnect() {
    reconnected.incrementAndGet();
  }

  @Override
  @SuppressWarnings("NullAway")
  public CompletableFuture<Void> shutDown(Duration patience) {
    shutDown = true;
    return CompletableFuture.completedFuture(null);
  }

  /** Whether it was told to end. */
  public boolean isShutDown() {
    return shutDown;
  }

  /** The session's phase is another from now on. */
  public void moveTo(Phase phase) {
    snapshot = connected(phase);
  }

  static SessionSnapshot connected() {
    return connected(Phase.CONNECTED);
  }

  private static SessionSnapshot connected(Phase phase) {
    return new SessionSnapshot(
        phase,
        Optional.empty(),
        Optional.of("+4915100000001"),
        Optional.of(Jid.of("4915100000001:7@s.whatsapp.net")),
        Optional.of(Jid.of("100200300:7@lid")),
        Optional.of("Shop"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty(),
        Optional.of(NOW),
        "2.3000.1",
        0);
  }

  static SessionSnapshot showingQr(Instant expiresAt) {
    return new SessionSnapshot(
        Phase.AWAITING_PAIRING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new SessionSnapshot.Qr("2@ref,noise,identity,secret,1", NOW, expiresAt)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new SessionSnapshot.LastDisconnect("515", "restart required", NOW)),
        Optional.empty(),
        "2.3000.1",
        2);
  }
}
