package dev.kubezap.simulator.group;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.iq.OtherPictures;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pictures of groups. Nothing of them is kept beyond the process. */
public final class GroupPictures implements OtherPictures {
  private final ServerContext context;
  private final Groups groups;
  private final Map<String, Picture> pictures = new HashMap<>();
  private long last = 1_800_000_000L;

  private record Picture(String id, Bytes jpeg) {}

  /** Of the groups. */
  public GroupPictures(ServerContext context, Groups groups) {
    this.context = context;
    this.groups = groups;
  }

  @Override
  public boolean owns(Jid target) {
    return target.server().equals(Group.SERVER);
  }

  /** Where the picture of a group is, for who is in it. */
  @Override
  public Node asked(Device sender, Jid target, String type) {
    Group group = of(sender, target);
    Picture picture = pictures.get(group.id());
    if (picture == null) {
      throw IqException.of(404);
    }
    String path = "/v/pictures/" + picture.id() + "-" + type + ".jpg";
    return Node.of("picture")
        .with("id", picture.id())
        .with("type", type)
        .with("url", "https://pps.example" + path)
        .with("direct_path", path);
  }

  /**
   * Somebody gives a group another picture, or takes it away: all participants' devices are told.
   */
  @Override
  public List<Node> set(Device sender, Jid target, Optional<Bytes> jpeg) {
    Group group = of(sender, target);
    Account actor = sender.account();
    if (group.settings().locked() && !group.isAdmin(actor)) {
      throw IqException.of(403);
    }
    String id = Long.toString(++last);
    Node told = Node.of(jpeg.isPresent() ? "set" : "delete").with("jid", group.jid());
    if (jpeg.isPresent()) {
      pictures.put(group.id(), new Picture(id, jpeg.get()));
      told = told.with("id", id);
    } else {
      pictures.remove(group.id());
    }
    Node change = told.with("author", group.jidOf(actor));
    group
        .devices()
        .forEach(
            device -> Notifications.push(device, group.jid(), "picture", context.now(), change));
    return jpeg.isPresent() ? List.of(Node.of("picture").with("id", id)) : List.of();
  }

  private Group of(Device sender, Jid target) {
    Group group = groups.find(target).orElseThrow(() -> IqException.of(404));
    if (!group.has(sender.account())) {
      throw IqException.of(401);
    }
    return group;
  }

  /** The picture of a group. */
  public Optional<Bytes> of(Group group) {
    return Optional.ofNullable(pictures.get(group.id())).map(Picture::jpeg);
  }
}
