package dev.kubezap.simulator.group;

import dev.kubezap.simulator.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is stored of a group. People are named by phone number.
 *
 * @param id the user part of its address
 * @param members roles by phone number
 * @param requests when people asked to be let in, in seconds since 1970
 * @param left who left by himself
 */
public record GroupState(
    String id,
    String creator,
    long creation,
    boolean lid,
    GroupTexts texts,
    GroupSettings settings,
    String invite,
    long participantsVersion,
    long announceVersion,
    Map<String, Role> members,
    Map<String, Long> requests,
    List<String> left) {
  static GroupState of(Group group) {
    Map<String, Role> members = new LinkedHashMap<>();
    group.members().forEach((account, role) -> members.put(account.phoneNumber(), role));
    Map<String, Long> requests = new LinkedHashMap<>();
    group.requests().forEach((account, at) -> requests.put(account.phoneNumber(), at));
    return new GroupState(
        group.id(),
        group.creator().phoneNumber(),
        group.creation(),
        group.lid(),
        group.texts(),
        group.settings(),
        group.invite(),
        group.participantsVersion,
        group.announceVersion,
        members,
        requests,
        group.left().stream().map(account -> account.phoneNumber()).toList());
  }

  Group toGroup(World world) {
    Group group =
        new Group(id, world.byNumber(creator).orElseThrow(), creation, lid, texts, invite);
    group.settings = settings;
    group.participantsVersion = participantsVersion;
    group.announceVersion = announceVersion;
    members.forEach((number, role) -> group.put(world.byNumber(number).orElseThrow(), role));
    requests.forEach(
        (number, at) -> group.requests().put(world.byNumber(number).orElseThrow(), at));
    left.forEach(number -> group.left().add(world.byNumber(number).orElseThrow()));
    return group;
  }
}
