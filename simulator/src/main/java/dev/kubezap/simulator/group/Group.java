package dev.kubezap.simulator.group;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group. Read and changed with the world's lock held. */
public final class Group {
  /** Server part of a group's address. */
  public static final String SERVER = "g.us";

  private static final String HIDDEN = "+49∙∙∙∙∙∙∙∙89";

  private final String id;
  private final long creation;
  private final Account creator;
  private final Map<Account, Role> members = new LinkedHashMap<>();
  private final Map<Account, Long> requests = new LinkedHashMap<>();
  private final Set<Account> left = new LinkedHashSet<>();
  private boolean lid;
  GroupTexts texts;
  GroupSettings settings = GroupSettings.NEW;
  String invite;
  long participantsVersion;
  long announceVersion;
  boolean suspended;
  @Nullable Group community;
  Part part = Part.GROUP;

  /** What a group is to communities. */
  enum Part {
    /** By itself, or one of a community. */
    GROUP,
    /** The community itself. */
    COMMUNITY,
    /** Where the admins of a community write to all. */
    ANNOUNCEMENTS,
    /** Where all of a community write. */
    GENERAL
  }

  Group(String id, Account creator, long creation, boolean lid, GroupTexts texts, String invite) {
    this.id = id;
    this.creator = creator;
    this.creation = creation;
    this.lid = lid;
    this.texts = texts;
    this.invite = invite;
    participantsVersion = creation * 1_000_000;
    announceVersion = participantsVersion;
  }

  /** Its address. */
  public Jid jid() {
    return new Jid(id, 0, SERVER);
  }

  /** The user part of its address. */
  public String id() {
    return id;
  }

  /** Who made it. */
  public Account creator() {
    return creator;
  }

  /** When, in seconds since 1970. */
  public long creation() {
    return creation;
  }

  /** Its subject and description. */
  public GroupTexts texts() {
    return texts;
  }

  /** What is allowed in it. */
  public GroupSettings settings() {
    return settings;
  }

  /** The code of its link. */
  public String invite() {
    return invite;
  }

  /** Makes it a group of a community, which is a group itself. */
  public void linkTo(Group parent) {
    community = parent;
    parent.part = Part.COMMUNITY;
  }

  /** Whether its participants are addressed by LID; else by phone number. */
  public boolean lid() {
    return lid;
  }

  /** Addresses participants by the other names from now on, as the service may at any time. */
  public void address(boolean byLid) {
    lid = byLid;
  }

  /** The value of {@code addressing_mode}. */
  public String addressingMode() {
    return lid ? "lid" : "pn";
  }

  /** Whether an account is in it. */
  public boolean has(Account account) {
    return members.containsKey(account);
  }

  /** Whether an account is an admin of it. */
  public boolean isAdmin(Account account) {
    return members.getOrDefault(account, Role.MEMBER).isAdmin();
  }

  /** Who is in it, in the order of joining. */
  public Map<Account, Role> members() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** Who asked to be let in, and when in seconds since 1970. */
  public Map<Account, Long> requests() {
    return requests;
  }

  /** Who left it and was not let in again. */
  Set<Account> left() {
    return left;
  }

  /** Notes that somebody left by himself. */
  void leave(Account account) {
    members.remove(account);
    left.add(account);
  }

  void put(Account account, Role role) {
    members.put(account, role);
    left.remove(account);
    requests.remove(account);
  }

  void remove(Account account) {
    members.remove(account);
  }

  /** All devices of all participants. */
  public List<Device> devices() {
    return members.keySet().stream().flatMap(account -> account.devices().stream()).toList();
  }

  /** An account's address in the group's form. */
  public Jid jidOf(Account account) {
    return lid ? account.lidJid() : account.phoneNumberJid();
  }

  /** A device's address in the group's form. */
  public Jid jidOf(Device device) {
    return lid ? device.lidJid() : device.phoneNumberJid();
  }

  /**
   * A node with an account's address in the other form, unless that is a number which it hides.
   *
   * @param asNumber the attribute for a phone number
   * @param asLid the attribute for a LID
   */
  public Node withOther(Node node, Account account, String asNumber, String asLid) {
    if (!lid) {
      return node.with(asLid, account.lidJid());
    }
    return account.hidesNumber() ? node : node.with(asNumber, account.phoneNumberJid());
  }

  /** Somebody by both names, or by the LID and what is shown instead of a hidden number. */
  public Node named(String tag, Account account) {
    Node node = withOther(Node.of(tag).with("jid", jidOf(account)), account, "phone_number", "lid");
    return lid && account.hidesNumber() ? node.with("display_name", HIDDEN) : node;
  }
}
