package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.proto.StoredAdditions;
import dev.kubezap.whatsapp.proto.StoredPin;
import dev.kubezap.whatsapp.proto.StoredReaction;
import dev.kubezap.whatsapp.proto.StoredRevision;
import dev.kubezap.whatsapp.proto.StoredVote;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The additions to one message: reactions, edits, its deletion.
 *
 * @param name the message's id of ours
 */
public record AdditionsKey(String name) implements RecordKey<MessageAdditions> {
  /** The kind of these records. */
  public static final String KIND = RecordKind.MESSAGE_ADDITIONS.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size(MessageAdditions value) {
    int size = 0;
    for (MessageAdditions.Revision revision : value.revisions()) {
      size += revision.encoded().size();
    }
    return size;
  }

  @Override
  public ByteString encode(MessageAdditions value) {
    StoredAdditions.Builder stored = StoredAdditions.newBuilder();
    for (MessageAdditions.Reaction reaction : value.reactions()) {
      StoredReaction.Builder one =
          StoredReaction.newBuilder()
              .setSender(reaction.sender().toString())
              .setAtMs(reaction.at().toEpochMilli());
      reaction.emoji().ifPresent(one::setEmoji);
      stored.addReaction(one);
    }
    for (MessageAdditions.Revision revision : value.revisions()) {
      stored.addRevision(
          StoredRevision.newBuilder()
              .setMessage(revision.encoded())
              .setAtMs(revision.at().toEpochMilli()));
    }
    value
        .deletion()
        .ifPresent(
            deletion ->
                stored
                    .setDeletedBy(deletion.by().toString())
                    .setDeletedAtMs(deletion.at().toEpochMilli())
                    .setDeletedForMe(deletion.forMe()));
    for (MessageAdditions.Vote vote : value.votes()) {
      stored.addVote(
          StoredVote.newBuilder()
              .setVoter(vote.voter().toString())
              .addAllOption(vote.options())
              .setAtMs(vote.at().toEpochMilli()));
    }
    value
        .pin()
        .ifPresent(
            pin -> {
              StoredPin.Builder one =
                  StoredPin.newBuilder()
                      .setBy(pin.by().toString())
                      .setAtMs(pin.at().toEpochMilli());
              pin.until().ifPresent(until -> one.setUntilMs(until.toEpochMilli()));
              stored.setPin(one);
            });
    return stored
        .setStarred(value.starred())
        .addAllLabel(value.labels().stream().sorted().toList())
        .build()
        .toByteString();
  }

  @Override
  public MessageAdditions decode(ByteString encoded) {
    try {
      StoredAdditions stored = StoredAdditions.parseFrom(encoded);
      return new MessageAdditions(
          stored.getReactionList().stream()
              .map(
                  one ->
                      new MessageAdditions.Reaction(
                          Jid.of(one.getSender()),
                          one.hasEmoji() ? Optional.of(one.getEmoji()) : Optional.empty(),
                          Instant.ofEpochMilli(one.getAtMs())))
              .toList(),
          stored.getRevisionList().stream()
              .map(
                  one ->
                      new MessageAdditions.Revision(
                          one.getMessage(), Instant.ofEpochMilli(one.getAtMs())))
              .toList(),
          stored.hasDeletedBy()
              ? Optional.of(
                  new MessageAdditions.Deletion(
                      Jid.of(stored.getDeletedBy()),
                      Instant.ofEpochMilli(stored.getDeletedAtMs()),
                      stored.getDeletedForMe()))
              : Optional.empty(),
          stored.getVoteList().stream()
              .map(
                  one ->
                      new MessageAdditions.Vote(
                          Jid.of(one.getVoter()),
                          one.getOptionList(),
                          Instant.ofEpochMilli(one.getAtMs())))
              .toList(),
          stored.hasPin() ? Optional.of(pin(stored.getPin())) : Optional.empty(),
          stored.getStarred(),
          Set.copyOf(stored.getLabelList()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the additions to message " + name + " are damaged", e);
    }
  }

  private static MessageAdditions.Pin pin(StoredPin stored) {
    return new MessageAdditions.Pin(
        Jid.of(stored.getBy()),
        stored.hasUntilMs()
            ? Optional.of(Instant.ofEpochMilli(stored.getUntilMs()))
            : Optional.empty(),
        Instant.ofEpochMilli(stored.getAtMs()));
  }
}
