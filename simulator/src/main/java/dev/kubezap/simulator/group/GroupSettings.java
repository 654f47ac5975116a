package dev.kubezap.simulator.group;

/**
 * What is allowed in a group.
 *
 * @param announce only admins write
 * @param locked only admins change subject, description and the rest
 * @param ephemeral seconds after which messages disappear; 0 for never
 * @param joinApproval admins decide who joins
 * @param adminAdd only admins add
 */
public record GroupSettings(
    boolean announce, boolean locked, int ephemeral, boolean joinApproval, boolean adminAdd) {
  static final GroupSettings NEW = new GroupSettings(false, false, 0, false, false);

  GroupSettings announce(boolean on) {
    return new GroupSettings(on, locked, ephemeral, joinApproval, adminAdd);
  }

  GroupSettings locked(boolean on) {
    return new GroupSettings(announce, on, ephemeral, joinApproval, adminAdd);
  }

  GroupSettings ephemeral(int seconds) {
    return new GroupSettings(announce, locked, seconds, joinApproval, adminAdd);
  }

  GroupSettings joinApproval(boolean on) {
    return new GroupSettings(announce, locked, ephemeral, on, adminAdd);
  }

  GroupSettings adminAdd(boolean on) {
    return new GroupSettings(announce, locked, ephemeral, joinApproval, on);
  }
}
