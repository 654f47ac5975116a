package dev.kubezap.whatsapp.group;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.proto.StoredGroup;
import dev.kubezap.whatsapp.proto.StoredGroupParticipant;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A group that this account is in.
 *
 * @param group its address
 */
public record GroupKey(Jid group) implements RecordKey<Group> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.GROUP.text();

  private static final int PARTICIPANT_BYTES = 200;

  /**
   * The stored group; empty when there is none, and also when the service said meanwhile that it is
   * another ({@link StaleGroupKey}): who needs it asks ({@link GroupQueries#one}).
   */
  public static Optional<Group> read(Jid group, StateReader state) {
    return state.read(new StaleGroupKey(group)).isPresent()
        ? Optional.empty()
        : state.read(new GroupKey(group));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return group.toString();
  }

  @Override
  public int size(Group value) {
    return value.participants().size() * PARTICIPANT_BYTES;
  }

  /** The service describes it again. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(Group value) {
    Group.Settings settings = value.settings();
    StoredGroup.Builder stored =
        StoredGroup.newBuilder()
            .setSubject(value.subject())
            .setByLid(value.addressing() == Group.Addressing.LID)
            .setAnnounce(settings.announce())
            .setLocked(settings.locked())
            .setJoinApproval(settings.joinApproval())
            .setAdminsAdd(settings.adminsAdd())
            .setEphemeralS(settings.ephemeral().toSeconds());
    value.description().ifPresent(stored::setDescription);
    value.descriptionId().ifPresent(stored::setDescriptionId);
    value.owner().ifPresent(jid -> stored.setOwner(jid.toString()));
    value.createdAt().ifPresent(at -> stored.setCreatedS(at.getEpochSecond()));
    value.community().ifPresent(jid -> stored.setCommunity(jid.toString()));
    for (GroupParticipant participant : value.participants()) {
      StoredGroupParticipant.Builder one =
          StoredGroupParticipant.newBuilder()
              .setJid(participant.jid().toString())
              .setRole(number(participant.role()));
      participant.other().ifPresent(jid -> one.setOther(jid.toString()));
      participant.displayName().ifPresent(one::setDisplayName);
      stored.addParticipant(one);
    }
    return stored.build().toByteString();
  }

  @Override
  public Group decode(ByteString encoded) {
    try {
      StoredGroup stored = StoredGroup.parseFrom(encoded);
      return new Group(
          group,
          stored.getSubject(),
          present(stored.hasDescription(), stored.getDescription()),
          present(stored.hasDescriptionId(), stored.getDescriptionId()),
          present(stored.hasOwner(), stored.getOwner()).map(Jid::of),
          stored.hasCreatedS()
              ? Optional.of(Instant.ofEpochSecond(stored.getCreatedS()))
              : Optional.empty(),
          new Group.Settings(
              stored.getAnnounce(),
              stored.getLocked(),
              stored.getJoinApproval(),
              stored.getAdminsAdd(),
              Duration.ofSeconds(stored.getEphemeralS())),
          stored.getByLid() ? Group.Addressing.LID : Group.Addressing.PHONE_NUMBER,
          present(stored.hasCommunity(), stored.getCommunity()).map(Jid::of),
          participants(stored.getParticipantList()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the group " + group + " is damaged", e);
    }
  }

  private static List<GroupParticipant> participants(List<StoredGroupParticipant> stored) {
    return stored.stream()
        .map(
            one ->
                new GroupParticipant(
                    Jid.of(one.getJid()),
                    present(one.hasOther(), one.getOther()).map(Jid::of),
                    role(one.getRole()),
                    present(one.hasDisplayName(), one.getDisplayName())))
        .toList();
  }

  private static int number(GroupParticipant.Role role) {
    return switch (role) {
      case MEMBER -> 0;
      case ADMIN -> 1;
      case SUPERADMIN -> 2;
    };
  }

  private static GroupParticipant.Role role(int number) {
    return switch (number) {
      case 1 -> GroupParticipant.Role.ADMIN;
      case 2 -> GroupParticipant.Role.SUPERADMIN;
      default -> GroupParticipant.Role.MEMBER;
    };
  }

  private static Optional<String> present(boolean there, String value) {
    return there ? Optional.of(value) : Optional.empty();
  }
}
