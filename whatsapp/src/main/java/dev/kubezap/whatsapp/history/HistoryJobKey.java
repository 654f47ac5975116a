package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.HistoryPlace;
import dev.kubezap.whatsapp.proto.StoredHistoryJob;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.Optional;

/**
 * A part of the phone's history that is being stored.
 *
 * @param name time-ordered (UUID version 7): parts are stored in the order in which they came
 */
record HistoryJobKey(String name) implements RecordKey<HistoryJob> {
  static final String KIND = RecordKind.HISTORY.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size(HistoryJob job) {
    return job.inline().size();
  }

  @Override
  public ByteString encode(HistoryJob job) {
    HistoryJob.Stored stored = job.stored();
    StoredHistoryJob.Builder record =
        StoredHistoryJob.newBuilder()
            .setStanzaId(job.stanzaId())
            .setPhone(job.phone().toString())
            .setSyncType(job.kind().number())
            .setChunkOrder(job.chunk())
            .setProgress(job.progress())
            .setInline(job.inline())
            .setRequestId(job.requestId().orElse(""))
            .setAtMessages(job.place().messages())
            .setItems(job.place().items())
            .setMessages(stored.messages())
            .setKnown(stored.known())
            .setChats(stored.chats())
            .setContacts(stored.contacts())
            .setLeftOut(stored.leftOut())
            .setUnreadable(stored.unreadable())
            .setFailures(job.failures())
            .setSettled(job.settled());
    job.file()
        .ifPresent(
            file ->
                record
                    .setFileSha256(file.sha256())
                    .setFileEncryptedSha256(file.encryptedSha256())
                    .setMediaKey(file.mediaKey())
                    .setDirectPath(file.directPath().orElse(""))
                    .setFileLength(file.size()));
    return record.build().toByteString();
  }

  @Override
  public HistoryJob decode(ByteString encoded) {
    try {
      StoredHistoryJob record = StoredHistoryJob.parseFrom(encoded);
      return new HistoryJob(
          record.getStanzaId(),
          Jid.of(record.getPhone()),
          HistoryKind.of(record.getSyncType())
              .orElseThrow(() -> new IllegalArgumentException("another kind")),
          record.getChunkOrder(),
          record.getProgress(),
          record.getInline(),
          record.getDirectPath().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new MediaReference(
                      Optional.empty(),
                      record.getFileLength(),
                      record.getFileSha256(),
                      record.getFileEncryptedSha256(),
                      record.getMediaKey(),
                      Optional.of(record.getDirectPath()),
                      Optional.empty())),
          Optional.of(record.getRequestId()).filter(id -> !id.isEmpty()),
          new HistoryPlace(record.getAtMessages(), record.getItems()),
          new HistoryJob.Stored(
              record.getMessages(),
              record.getKnown(),
              record.getChats(),
              record.getContacts(),
              record.getLeftOut(),
              record.getUnreadable()),
          record.getFailures(),
          record.getSettled());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the history " + name + " is damaged", e);
    }
  }
}
