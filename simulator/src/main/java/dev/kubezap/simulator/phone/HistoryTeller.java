package dev.kubezap.simulator.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.proto.HistoryChunkRequest;
import dev.kubezap.simulator.proto.HistoryConversation;
import dev.kubezap.simulator.proto.HistoryEntry;
import dev.kubezap.simulator.proto.HistoryReaction;
import dev.kubezap.simulator.proto.HistoryRequest;
import dev.kubezap.simulator.proto.HistorySync;
import dev.kubezap.simulator.proto.HistorySyncNotification;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.proto.MessageKey;
import dev.kubezap.simulator.proto.ProtocolMessage;
import dev.kubezap.simulator.proto.WebMessageInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

/** Tells companions of earlier times. Used by the phone's thread only. */
final class HistoryTeller {
  private static final int HISTORY_SYNC_NOTIFICATION = 5;
  private static final int INITIAL_STATUS = 1;
  private static final int RECENT = 3;
  private static final int ON_DEMAND = 6;

  /** As the service's phones: more are not told at once. */
  private static final int MOST_ON_DEMAND = 50;

  private final PhoneHistory history;
  private final HistoryUpload files;
  private final List<Packed> statuses = new ArrayList<>();
  private final Map<Part, Packed> recent = new LinkedHashMap<>();

  private record Part(int type, int chunk) {}

  /** A part as it is told, made once: much of it takes seconds. */
  private record Packed(HistorySync part, Bytes deflated) {}

  HistoryTeller(PhoneHistory history, HistoryUpload files) {
    this.history = history;
    this.files = files;
    pack();
  }

  private void pack() {
    if (!history.statuses().isEmpty()) {
      HistorySync.Builder statuses =
          HistorySync.newBuilder().setSyncType(INITIAL_STATUS).setProgress(100);
      history
          .statuses()
          .forEach(entry -> statuses.addStatusV3Messages(info("status@broadcast", entry)));
      this.statuses.add(packed(statuses.build()));
    }
    List<HistorySync.Builder> chunks = chunks();
    for (int i = 0; i < chunks.size(); i++) {
      HistorySync chunk =
          chunks
              .get(i)
              .setSyncType(RECENT)
              .setChunkOrder(i + 1)
              .setProgress((i + 1) * 100 / chunks.size())
              .build();
      recent.put(new Part(RECENT, i + 1), packed(chunk));
    }
  }

  /** What a new companion is told, part by part. */
  List<Message> recent() {
    return Stream.concat(statuses.stream(), recent.values().stream())
        .map(part -> notification(part, Optional.empty()))
        .toList();
  }

  /** A conversation with many messages goes on in the next part. */
  private List<HistorySync.Builder> chunks() {
    List<HistorySync.Builder> chunks = new ArrayList<>();
    int room = 0;
    for (PhoneHistory.Conversation conversation : history.conversations()) {
      List<PhoneHistory.Entry> left = conversation.messages();
      do {
        if (room == 0) {
          chunks.add(HistorySync.newBuilder());
          room = history.perPart();
        }
        int count = Math.min(room, left.size());
        chunks.getLast().addConversations(told(conversation.with(left.subList(0, count))));
        left = left.subList(count, left.size());
        room -= count;
      } while (!left.isEmpty());
    }
    return chunks;
  }

  /** Older messages of a chat; nothing when the phone does not know what they are older than. */
  Optional<Message> older(String id, HistoryRequest request) {
    for (PhoneHistory.Conversation conversation : history.conversations()) {
      List<PhoneHistory.Entry> all = conversation.messages();
      for (int i = 0; i < all.size(); i++) {
        PhoneHistory.Entry entry = all.get(i);
        // A time in milliseconds is not understood.
        if (entry.id().equals(request.getOldestMsgId())
            && entry.fromMe() == request.getOldestMsgFromMe()
            && entry.at().getEpochSecond() == request.getOldestMsgTimestampMs()) {
          int count = Math.clamp(request.getOnDemandMsgCount(), 0, MOST_ON_DEMAND);
          List<PhoneHistory.Entry> older = all.subList(i + 1, Math.min(all.size(), i + 1 + count));
          HistorySync answer =
              HistorySync.newBuilder()
                  .setSyncType(ON_DEMAND)
                  .setChunkOrder(1)
                  .setProgress(100)
                  .addConversations(told(conversation.with(older)))
                  .build();
          return Optional.of(notification(packed(answer), Optional.of(id)));
        }
      }
    }
    return Optional.empty();
  }

  /** A part that was told, once more; a damaged one is whole then. */
  Optional<Message> again(HistoryChunkRequest request) {
    return Optional.ofNullable(recent.get(new Part(request.getSyncType(), request.getChunkOrder())))
        .map(part -> notification(part, Optional.empty(), false));
  }

  private static HistoryConversation told(PhoneHistory.Conversation conversation) {
    HistoryConversation.Builder told =
        HistoryConversation.newBuilder()
            .setId(conversation.chat())
            .setUnreadCount(conversation.unread());
    conversation.messages().stream()
        .findFirst()
        .ifPresent(newest -> told.setConversationTimestamp(newest.at().getEpochSecond()));
    if (!conversation.name().isEmpty()) {
      told.setName(conversation.name());
    }
    int order = conversation.messages().size();
    for (PhoneHistory.Entry entry : conversation.messages()) {
      told.addMessages(
          HistoryEntry.newBuilder()
              .setMessage(info(conversation.chat(), entry))
              .setMsgOrderId(order--));
    }
    return told.build();
  }

  private static WebMessageInfo info(String chat, PhoneHistory.Entry entry) {
    MessageKey.Builder key =
        MessageKey.newBuilder().setRemoteJid(chat).setFromMe(entry.fromMe()).setId(entry.id());
    entry.participant().ifPresent(key::setParticipant);
    WebMessageInfo.Builder info =
        WebMessageInfo.newBuilder()
            .setKey(key)
            .setMessageTimestamp(entry.at().getEpochSecond())
            .setStatus(entry.status());
    if (!entry.pushName().isEmpty()) {
      info.setPushName(entry.pushName());
    }
    if (!entry.reaction().isEmpty()) {
      info.addReactions(
          HistoryReaction.newBuilder()
              .setKey(MessageKey.newBuilder().setRemoteJid(chat).setFromMe(false).setId("R"))
              .setText(entry.reaction())
              .setSenderTimestampMs(entry.at().toEpochMilli()));
    }
    try {
      return info.setMessage(Message.parseFrom(entry.message().toArray())).build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the bytes are no message", e);
    }
  }

  private Message notification(Packed part, Optional<String> answers) {
    return notification(part, answers, history.damaged());
  }

  private Message notification(Packed packed, Optional<String> answers, boolean damaged) {
    HistorySync part = packed.part();
    HistorySyncNotification.Builder notification =
        HistorySyncNotification.newBuilder()
            .setSyncType(part.getSyncType())
            .setChunkOrder(part.getChunkOrder())
            .setProgress(part.getProgress());
    answers.ifPresent(notification::setPeerDataRequestSessionId);
    Bytes deflated = packed.deflated();
    if (history.files()) {
      HistoryUpload.Uploaded file = files.upload(deflated);
      Bytes digest = damaged ? file.digest() : file.encryptedDigest();
      notification
          .setMediaKey(file.key().toProto())
          .setFileSha256(file.digest().toProto())
          .setFileEncSha256(digest.toProto())
          .setFileLength(deflated.size())
          .setDirectPath(file.directPath());
    } else {
      notification.setInitialHistBootstrapInlinePayload(deflated.toProto());
    }
    return Message.newBuilder()
        .setProtocolMessage(
            ProtocolMessage.newBuilder()
                .setType(HISTORY_SYNC_NOTIFICATION)
                .setHistorySyncNotification(notification))
        .build();
  }

  private static Packed packed(HistorySync history) {
    return new Packed(history, deflated(history));
  }

  private static Bytes deflated(HistorySync history) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      history.writeTo(deflater);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }
}
