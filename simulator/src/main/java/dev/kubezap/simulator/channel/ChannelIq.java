package dev.kubezap.simulator.channel;

import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.iq.IqHandler;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.util.List;
import java.util.Map;

/** What was published in a channel. */
public final class ChannelIq implements IqHandler {
  private final Channels channels;

  /** Of all channels. */
  public ChannelIq(Channels channels) {
    this.channels = channels;
  }

  @Override
  public List<String> namespaces() {
    return List.of("newsletter");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Node asked = iq.child("messages").orElseThrow(() -> IqException.of(400));
    Jid jid = asked.jid("jid").orElseThrow(() -> IqException.of(400));
    if (!asked.attribute("type").equals("jid") || !asked.attribute("count").matches("[0-9]{1,3}")) {
      throw IqException.of(400);
    }
    Channel channel = channels.find(jid).orElseThrow(() -> IqException.of(404));
    String before = asked.attribute("before");
    long end = before.isEmpty() ? Long.MAX_VALUE : Long.parseLong(before);
    int count = Integer.parseInt(asked.attribute("count"));
    List<Channel.Post> earlier =
        channel.posts().stream().filter(post -> post.serverId() < end).toList();
    List<Node> posts =
        earlier.subList(Math.max(0, earlier.size() - count), earlier.size()).stream()
            .map(post -> node(post, channel.reactions(post.serverId())))
            .toList();
    return List.of(Node.of("messages").with("jid", jid).plus(posts));
  }

  private static Node node(Channel.Post post, Map<String, Long> reactions) {
    List<Node> counts =
        reactions.entrySet().stream()
            .map(of -> Node.of("reaction").with("code", of.getKey()).with("count", of.getValue()))
            .toList();
    return Node.of(
            "message",
            post.plaintextNode(),
            Node.of("views_count").with("count", 3),
            Node.of("reactions").plus(counts))
        .with("id", post.id())
        .with("server_id", post.serverId())
        .with("type", post.type())
        .with("t", post.editedAt() > 0 ? post.editedAt() / 1000 : post.at())
        .plus(post.meta().stream().toList());
  }
}
