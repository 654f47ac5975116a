package dev.kubezap.simulator;

import dev.kubezap.simulator.channel.Channel;
import dev.kubezap.simulator.channel.Channels;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people do with channels on their phones. */
public final class PhoneChannels {
  private final World world;
  private final Channels channels;

  PhoneChannels(World world, Channels channels) {
    this.world = world;
    this.channels = channels;
  }

  /** Makes a channel and answers its address. */
  public String create(String owner, String name) {
    return world.locked(() -> channels.create(account(owner), name).jid().toString());
  }

  /** The code at the end of a channel's link. */
  public String invite(String channel) {
    return world.locked(() -> get(channel).invite());
  }

  /** The user of a number follows a channel. */
  public void follow(String number, String channel) {
    world.locking(() -> get(channel).followers().add(account(number)));
  }

  /** Whether the user of a number hears nothing of a channel. */
  public boolean isMuted(String number, String channel) {
    return world.locked(() -> get(channel).muted().contains(account(number)));
  }

  /** What a channel is shown by; empty for nothing. */
  public Bytes picture(String channel) {
    return world.locked(() -> get(channel).picture());
  }

  /** How many follow a channel. */
  public int followers(String channel) {
    return world.locked(() -> get(channel).followers().size());
  }

  /** The owner publishes a text; answers its id. */
  public String publish(String channel, String text) {
    PhoneContent content = PhoneContent.text(text);
    return world.locked(
        () -> {
          Channel found = get(channel);
          String id = "CHANNEL" + found.posts().size();
          return channels.publish(found, id, "text", content.message(), "").id();
        });
  }

  /** The user of a number reacts to what has this number in a channel. */
  public void react(String number, String channel, long serverId, String emoji) {
    world.locking(
        () ->
            channels.react(
                account(number),
                get(channel).posts().stream()
                    .filter(post -> post.serverId() == serverId)
                    .findFirst()
                    .orElseThrow(
                        () -> new IllegalArgumentException("Nothing has the number " + serverId)),
                Optional.of(emoji)));
  }

  /** How often each emoji was given to what has this number in a channel. */
  public Map<String, Long> reactions(String channel, long serverId) {
    return world.locked(() -> get(channel).reactions(serverId));
  }

  /** The owner of a channel edits a text. */
  public void edit(String channel, String id, String text) {
    PhoneContent content = PhoneContent.text(text);
    world.locking(() -> channels.edit(get(channel), id, content.message()));
  }

  /** The owner of a channel takes something back. */
  public void delete(String channel, String id) {
    world.locking(() -> channels.takeBack(get(channel), id));
  }

  /** What was published, as the bytes of messages. */
  public List<Bytes> published(String channel) {
    return world.locked(() -> get(channel).posts().stream().map(Channel.Post::plaintext).toList());
  }

  private Channel get(String channel) {
    return Jid.parse(channel)
        .flatMap(channels::find)
        .orElseThrow(() -> new IllegalArgumentException("There is no channel " + channel));
  }

  private Account account(String number) {
    String digits = number.replaceAll("[^0-9]", "");
    return world
        .byNumber(digits)
        .orElseThrow(() -> new IllegalArgumentException("There is no account " + number));
  }
}
