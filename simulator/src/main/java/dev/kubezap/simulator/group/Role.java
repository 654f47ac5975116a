package dev.kubezap.simulator.group;

/** What a participant may do. */
public enum Role {
  /** Writes, and changes what is not locked. */
  MEMBER(""),
  /** Changes the group and its participants. */
  ADMIN("admin"),
  /** The creator: an admin whom nobody removes. */
  SUPERADMIN("superadmin");

  private final String wire;

  Role(String wire) {
    this.wire = wire;
  }

  /** The attribute {@code type} of a participant; empty for a member. */
  public String wire() {
    return wire;
  }

  /** Whether it changes the group. */
  public boolean isAdmin() {
    return this != MEMBER;
  }
}
