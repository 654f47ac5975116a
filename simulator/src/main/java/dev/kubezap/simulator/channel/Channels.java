package dev.kubezap.simulator.channel;

import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All channels. Nothing of them is kept beyond the process. Called with the world's lock held. */
public final class Channels {
  /** What comes with a file, which was uploaded for a channel. */
  private static final Set<String> FILES =
      Set.of("image", "video", "gif", "ptv", "audio", "ptt", "document", "sticker");

  private static final long FIRST_POST = 100;

  private final ServerContext context;
  private long made;
  private final Map<String, Channel> channels = new LinkedHashMap<>();

  /** None yet. */
  public Channels(ServerContext context) {
    this.context = context;
  }

  /** Makes one. */
  public Channel create(Account owner, String name) {
    String id = "12036" + (3_000_000_000_000L + made++);
    Channel channel = new Channel(id, name, context.randomBytes(11).toHex(), owner, now());
    channels.put(id, channel);
    return channel;
  }

  /** The channel of an address. */
  public Optional<Channel> find(Jid jid) {
    return jid.server().equals(Channel.SERVER)
        ? Optional.ofNullable(channels.get(jid.user()))
        : Optional.empty();
  }

  void delete(Channel channel) {
    channels.remove(channel.jid().user());
  }

  Optional<Channel> invited(String code) {
    return channels.values().stream().filter(channel -> channel.invite().equals(code)).findFirst();
  }

  /** The channels that an account follows or owns. */
  List<Channel> of(Account account) {
    return channels.values().stream()
        .filter(channel -> channel.owner() == account || channel.followers().contains(account))
        .toList();
  }

  /** Publishes something: the companions of all followers are told, phones are not. */
  public Channel.Post publish(
      Channel channel, String id, String type, Bytes plaintext, String mediaType) {
    Channel.Post post =
        new Channel.Post(
            FIRST_POST + channel.posts().size(),
            id,
            type,
            now(),
            plaintext,
            mediaType,
            new LinkedHashMap<>(),
            0);
    channel.posts().add(post);
    for (Account follower : channel.followers()) {
      for (Device device : follower.companions()) {
        push(device, channel, post, "");
      }
    }
    return post;
  }

  private void push(Device device, Channel channel, Channel.Post post, String edit) {
    Node stanza =
        Node.of("message", post.plaintextNode())
            .with("from", channel.jid())
            .with("id", post.id())
            .with("type", post.type())
            .with("t", post.at())
            .with("server_id", post.serverId())
            .with("notify", channel.name())
            .withNonEmpty("edit", edit);
    stanza = stanza.plus(post.meta().stream().toList());
    device.mailbox().push(PendingKey.message(post.id(), channel.jid().toString()), stanza);
  }

  /**
   * A companion or phone publishes something; the acknowledgement, made of one without news.
   *
   * @param ack of the message
   */
  public Node accept(Device sender, Node message, Jid to, Node ack) {
    Channel channel = find(to).orElse(null);
    if (channel == null) {
      return ack.with("error", 404);
    }
    if (message.attribute("type").equals("reaction")) {
      return react(sender, message, channel, ack);
    }
    if (channel.owner() != sender.account()) {
      return ack.with("error", 403);
    }
    if (message.has("edit")) {
      return change(sender, message, channel, ack);
    }
    Optional<Node> plaintext = message.child("plaintext");
    boolean media = message.attribute("type").equals("media");
    if (plaintext.isEmpty()
        || message.children().size() != 1
        || (media && !plaintext.get().has("mediatype"))
        || (FILES.contains(plaintext.get().attribute("mediatype")) && !message.has("media_id"))) {
      context.violations().add("channel-form", sender, message.toString());
      return ack.with("error", 479);
    }
    Channel.Post post =
        publish(
            channel,
            message.attribute("id"),
            message.attribute("type"),
            plaintext.get().content(),
            plaintext.get().attribute("mediatype"));
    return ack.with("server_id", post.serverId());
  }

  /** Its owner edits (3) or takes back (8) what has this id. */
  private Node change(Device sender, Node message, Channel channel, Node ack) {
    Optional<Node> plaintext = message.child("plaintext");
    boolean edits = message.attribute("edit").equals("3");
    boolean says = plaintext.filter(node -> node.content().size() > 0).isPresent();
    if (plaintext.isEmpty()
        || message.children().size() != 1
        || (!edits && !message.attribute("edit").equals("8"))
        || edits != says) {
      context.violations().add("channel-form", sender, message.toString());
      return ack.with("error", 479);
    }
    Optional<Channel.Post> post = channel.post(message.attribute("id"));
    if (post.isEmpty()) {
      return ack.with("error", 404);
    }
    change(
        channel,
        post.get(),
        post.get()
            .saying(
                message.attribute("type"),
                plaintext.get().content(),
                plaintext.get().attribute("mediatype"),
                context.now().toEpochMilli()),
        message.attribute("edit"));
    return ack;
  }

  /** Its owner's phone edits a text. */
  public void edit(Channel channel, String id, Bytes plaintext) {
    Channel.Post before = required(channel, id);
    change(
        channel, before, before.saying("text", plaintext, "", context.now().toEpochMilli()), "3");
  }

  /** Its owner's phone takes something back. */
  public void takeBack(Channel channel, String id) {
    Channel.Post before = required(channel, id);
    change(
        channel, before, before.saying("text", Bytes.EMPTY, "", context.now().toEpochMilli()), "8");
  }

  private static Channel.Post required(Channel channel, String id) {
    return channel
        .post(id)
        .orElseThrow(() -> new IllegalArgumentException("Nothing has the id " + id));
  }

  private void change(Channel channel, Channel.Post before, Channel.Post now, String edit) {
    channel.posts().set(channel.posts().indexOf(before), now);
    for (Account follower : channel.followers()) {
      for (Device device : follower.companions()) {
        push(device, channel, now, edit);
      }
    }
  }

  /** Whoever sees a channel may react to what it says; without a code it is taken back. */
  private Node react(Device sender, Node message, Channel channel, Node ack) {
    Optional<Node> reaction = message.child("reaction");
    Optional<String> code =
        reaction.map(node -> node.attribute("code")).filter(text -> !text.isEmpty());
    if (reaction.isEmpty()
        || !message.attribute("server_id").matches("[0-9]{1,15}")
        || message.attribute("edit").equals("7") == code.isPresent()) {
      context.violations().add("channel-form", sender, message.toString());
      return ack.with("error", 479);
    }
    Optional<Channel.Post> post = channel.post(Long.parseLong(message.attribute("server_id")));
    if (post.isEmpty()) {
      return ack.with("error", 404);
    }
    react(sender.account(), post.get(), code);
    return ack;
  }

  /** An account's only reaction to something; an empty one is taken back. */
  public void react(Account account, Channel.Post post, Optional<String> emoji) {
    post.reactions().remove(account);
    emoji.ifPresent(code -> post.reactions().put(account, code));
  }

  private long now() {
    return context.now().getEpochSecond();
  }
}
