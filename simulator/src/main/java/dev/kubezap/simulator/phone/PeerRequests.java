package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.appstate.SyncSecret;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.proto.MessageKey;
import dev.kubezap.simulator.proto.PeerDataRequest;
import dev.kubezap.simulator.proto.PeerDataResponse;
import dev.kubezap.simulator.proto.PeerDataResult;
import dev.kubezap.simulator.proto.PlaceholderRequest;
import dev.kubezap.simulator.proto.PlaceholderResponse;
import dev.kubezap.simulator.proto.ProtocolMessage;
import dev.kubezap.simulator.proto.WebMessageInfo;
import dev.kubezap.simulator.world.Account;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What companions ask their phone for. Used by the phone's thread only. */
final class PeerRequests {
  private static final int REQUEST = 16;
  private static final int RESPONSE = 17;
  private static final int HISTORY_SYNC_ON_DEMAND = 3;
  private static final int KEY_REQUEST = 7;
  private static final int PLACEHOLDER_MESSAGE_RESEND = 4;
  private static final int HISTORY_SYNC_CHUNK_RETRY = 10;
  private static final int KEPT = 10_000;

  private final Outbox outbox;
  private final Consumer<String> histories;
  private Optional<HistoryTeller> teller = Optional.empty();
  private final Account account;
  private final InstantSource clock;
  private final Map<Name, Message> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Message> eldest) {
          return size() > KEPT;
        }
      };

  private record Name(String id, boolean fromMe) {}

  /**
   * @param histories is told the ids of messages that tell of earlier times
   */
  PeerRequests(Outbox outbox, Account account, InstantSource clock, Consumer<String> histories) {
    this.outbox = outbox;
    this.account = account;
    this.clock = clock;
    this.histories = histories;
  }

  /** From now on the phone can tell of earlier times. */
  void tell(HistoryTeller history) {
    teller = Optional.of(history);
  }

  /** Keeps what the phone could read. */
  void keep(String id, boolean fromMe, Message message) {
    kept.put(new Name(id, fromMe), message);
  }

  /** Answers a companion; what the phone does not have is an empty result. */
  void answer(Jid companion, String id, Message asked) {
    if (asked.getProtocolMessage().getType() == KEY_REQUEST) {
      outbox.peer(
          companion,
          CompanionSetup.keyShare(
              account,
              asked.getProtocolMessage().getAppStateSyncKeyRequest().getKeyIdsList().stream()
                  .map(key -> SyncSecret.of(account, SyncSecret.number(Bytes.of(key.getKeyId()))))
                  .toList(),
              clock.instant()));
      return;
    }
    PeerDataRequest request = asked.getProtocolMessage().getPeerDataOperationRequestMessage();
    if (asked.getProtocolMessage().getType() != REQUEST) {
      return;
    }
    Optional<Message> history =
        switch (request.getType()) {
          case HISTORY_SYNC_ON_DEMAND ->
              teller.flatMap(knows -> knows.older(id, request.getHistorySyncOnDemandRequest()));
          case HISTORY_SYNC_CHUNK_RETRY ->
              teller.flatMap(knows -> knows.again(request.getHistorySyncChunkRetryRequest()));
          default -> Optional.empty();
        };
    history.ifPresent(told -> histories.accept(outbox.peer(companion, told)));
    if (request.getType() != PLACEHOLDER_MESSAGE_RESEND) {
      return;
    }
    PeerDataResponse.Builder response =
        PeerDataResponse.newBuilder().setType(PLACEHOLDER_MESSAGE_RESEND).setStanzaId(id);
    for (PlaceholderRequest one : request.getPlaceholderMessageResendRequestList()) {
      response.addResult(result(one.getMessageKey()));
    }
    outbox.peer(
        companion,
        Message.newBuilder()
            .setProtocolMessage(
                ProtocolMessage.newBuilder()
                    .setType(RESPONSE)
                    .setPeerDataOperationRequestResponseMessage(response))
            .build());
  }

  private PeerDataResult result(MessageKey key) {
    Optional<Message> found =
        Optional.ofNullable(kept.get(new Name(key.getId(), key.getFromMe())))
            .or(() -> key.getFromMe() ? outbox.message(key.getId()) : Optional.empty());
    if (found.isEmpty()) {
      return PeerDataResult.getDefaultInstance();
    }
    // The key in the form of the question: the companion may know one of the peer's names only.
    WebMessageInfo info = WebMessageInfo.newBuilder().setKey(key).setMessage(found.get()).build();
    return PeerDataResult.newBuilder()
        .setPlaceholderMessageResendResponse(
            PlaceholderResponse.newBuilder().setWebMessageInfoBytes(info.toByteString()))
        .build();
  }
}
