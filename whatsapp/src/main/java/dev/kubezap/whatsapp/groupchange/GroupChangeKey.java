package dev.kubezap.whatsapp.groupchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredGroupChange;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A change of a group that was accepted and is not known to be done; gone when it is. */
record GroupChangeKey(String name) implements RecordKey<StoredChange> {
  static final String KIND = RecordKind.GROUP_CHANGE.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(StoredChange value) {
    StoredGroupChange.Builder stored =
        StoredGroupChange.newBuilder()
            .setOwn(value.own().toString())
            .setAcceptedAtMs(value.acceptedAt().toEpochMilli())
            .setSent(value.sent())
            .setKind(GroupChangeKind.name(value.change()));
    value
        .attempt()
        .ifPresent(one -> stored.setRun(one.run()).setAttemptedAtMs(one.at().toEpochMilli()));
    value.key().ifPresent(stored::setKey);
    GroupChangeKind.group(value.change()).ifPresent(id -> stored.setGroup(id.toString()));
    switch (value.change()) {
      case CreateGroup.Of(String subject, List<Jid> people, Optional<Jid> community) -> {
        stored.setText(subject);
        people.forEach(one -> stored.addParticipant(one.toString()));
        community.ifPresent(id -> stored.setCommunity(id.toString()));
      }
      case ChangeGroup.Of of -> put(of.what(), stored);
      case ChangeParticipants.Of of ->
          of.participants().forEach(one -> stored.addParticipant(one.toString()));
      case JoinGroup.Of(String code) -> stored.setText(code);
      default -> {}
    }
    return stored.build().toByteString();
  }

  private static void put(ChangeGroup.What what, StoredGroupChange.Builder stored) {
    switch (what) {
      case ChangeGroup.Subject(String text) -> stored.setText(text);
      case ChangeGroup.Description(Optional<String> text) -> text.ifPresent(stored::setText);
      case ChangeGroup.Announce(boolean on) -> stored.setOn(on);
      case ChangeGroup.Locked(boolean on) -> stored.setOn(on);
      case ChangeGroup.JoinApproval(boolean on) -> stored.setOn(on);
      case ChangeGroup.AdminsAdd(boolean on) -> stored.setOn(on);
      case ChangeGroup.Ephemeral(Duration after) -> stored.setSeconds(after.toSeconds());
    }
  }

  @Override
  public StoredChange decode(ByteString encoded) {
    try {
      StoredGroupChange stored = StoredGroupChange.parseFrom(encoded);
      return new StoredChange(
          change(stored),
          Jid.of(stored.getOwn()),
          Instant.ofEpochMilli(stored.getAcceptedAtMs()),
          stored.getSent(),
          stored.hasRun()
              ? Optional.of(
                  new StoredChange.Attempt(
                      stored.getRun(), Instant.ofEpochMilli(stored.getAttemptedAtMs())))
              : Optional.empty(),
          stored.hasKey() ? Optional.of(stored.getKey()) : Optional.empty());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the group change " + name + " is damaged", e);
    }
  }

  private static ServiceRequest<?> change(StoredGroupChange stored) {
    List<Jid> people = stored.getParticipantList().stream().map(Jid::of).toList();
    return switch (stored.getKind()) {
      case "create" ->
          new CreateGroup.Of(
              stored.getText(),
              people,
              stored.hasCommunity()
                  ? Optional.of(Jid.of(stored.getCommunity()))
                  : Optional.empty());
      case "join" -> new JoinGroup.Of(stored.getText());
      case "leave" -> new LeaveGroup.Of(Jid.of(stored.getGroup()));
      case "revoke-invite" -> new InviteCode.Of(Jid.of(stored.getGroup()), true);
      case "add", "remove", "promote", "demote", "approve", "reject" ->
          new ChangeParticipants.Of(
              Jid.of(stored.getGroup()),
              ChangeParticipants.Action.valueOf(stored.getKind().toUpperCase(Locale.ROOT)),
              people);
      default -> new ChangeGroup.Of(Jid.of(stored.getGroup()), what(stored));
    };
  }

  private static ChangeGroup.What what(StoredGroupChange stored) {
    return switch (stored.getKind()) {
      case "subject" -> new ChangeGroup.Subject(stored.getText());
      case "description" ->
          new ChangeGroup.Description(
              stored.hasText() ? Optional.of(stored.getText()) : Optional.empty());
      case "announce" -> new ChangeGroup.Announce(stored.getOn());
      case "locked" -> new ChangeGroup.Locked(stored.getOn());
      case "join-approval" -> new ChangeGroup.JoinApproval(stored.getOn());
      case "admins-add" -> new ChangeGroup.AdminsAdd(stored.getOn());
      case "ephemeral" -> new ChangeGroup.Ephemeral(Duration.ofSeconds(stored.getSeconds()));
      default -> throw new IllegalArgumentException("no change of a group: " + stored.getKind());
    };
  }
}
