package dev.kubezap.simulator.channel;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A channel. Read and changed with the world's lock held. */
public final class Channel {
  /** Server part of a channel's address. */
  public static final String SERVER = "newsletter";

  private final String id;
  private final String invite;
  private final Account owner;
  private final long creation;
  private String name;
  private String description = "";
  private Bytes picture = Bytes.EMPTY;
  private final Set<Account> muted = new LinkedHashSet<>();
  private final Set<Account> followers = new LinkedHashSet<>();
  private final List<Post> posts = new ArrayList<>();

  /**
   * What was published.
   *
   * @param serverId counts from 100
   * @param plaintext the {@code Message}
   * @param mediaType empty for none
   * @param reactions the emoji of each account that has reacted
   * @param editedAt when it was edited last, in milliseconds; 0 for never
   */
  public record Post(
      long serverId,
      String id,
      String type,
      long at,
      Bytes plaintext,
      String mediaType,
      Map<Account, String> reactions,
      long editedAt) {

    Node plaintextNode() {
      return Node.of("plaintext", plaintext).withNonEmpty("mediatype", mediaType);
    }

    Post saying(String otherType, Bytes now, String otherMediaType, long changedAt) {
      return new Post(
          serverId,
          id,
          otherType,
          at,
          now,
          otherMediaType,
          reactions,
          now.size() == 0 ? 0 : changedAt);
    }

    /** Since when it says what it says; empty for what was never changed. */
    Optional<Node> meta() {
      Node meta = Node.of("meta").with("original_msg_t", at);
      return editedAt > 0
          ? Optional.of(meta.with("msg_edit_t", editedAt))
          : plaintext.size() == 0 ? Optional.of(meta) : Optional.empty();
    }
  }

  Channel(String id, String name, String invite, Account owner, long creation) {
    this.id = id;
    this.name = name;
    this.invite = invite;
    this.owner = owner;
    this.creation = creation;
  }

  /** Its address. */
  public Jid jid() {
    return new Jid(id, 0, SERVER);
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  void name(String text) {
    name = text;
  }

  /** What it says of itself; empty for nothing. */
  public String description() {
    return description;
  }

  void description(String text) {
    description = text;
  }

  /** What it is shown by; empty for nothing. */
  public Bytes picture() {
    return picture;
  }

  void picture(Bytes jpeg) {
    picture = jpeg;
  }

  /** Who hears nothing of it. */
  public Set<Account> muted() {
    return muted;
  }

  /** The code at the end of its link. */
  public String invite() {
    return invite;
  }

  Account owner() {
    return owner;
  }

  long creation() {
    return creation;
  }

  /** Who follows it; its owner is none of them. */
  public Set<Account> followers() {
    return followers;
  }

  /** How often each emoji was given to what has this number. */
  public Map<String, Long> reactions(long serverId) {
    return post(serverId).stream()
        .flatMap(post -> post.reactions().values().stream())
        .collect(Collectors.groupingBy(emoji -> emoji, TreeMap::new, Collectors.counting()));
  }

  Optional<Post> post(long serverId) {
    return posts.stream().filter(post -> post.serverId() == serverId).findFirst();
  }

  Optional<Post> post(String id) {
    return posts.stream().filter(post -> post.id().equals(id)).findFirst();
  }

  /** What was published in it, the oldest first; what was taken back says nothing. */
  public List<Post> posts() {
    return posts;
  }
}
