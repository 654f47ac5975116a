package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** Pictures of accounts and groups. Nothing of them is kept beyond the process. */
public final class PictureIq implements IqHandler {
  private static final int MOST_BYTES = 1 << 20;

  private final ServerContext context;
  private final OtherPictures groups;
  private final Map<Account, Picture> pictures = new WeakHashMap<>();
  private long last = 1_700_000_000L;

  private record Picture(String id, Bytes jpeg) {}

  /** Of a server. */
  public PictureIq(ServerContext context, OtherPictures groups) {
    this.context = context;
    this.groups = groups;
  }

  @Override
  public List<String> namespaces() {
    return List.of("w:profile:picture");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Optional<Jid> target = iq.jid("target");
    if (iq.attribute("type").equals("set")) {
      return set(sender, target, iq);
    }
    Node asked = iq.child("picture").orElseThrow(() -> IqException.of(400));
    if (!asked.attribute("query").equals("url")
        || !List.of("image", "preview").contains(asked.attribute("type"))) {
      context.violations().add("picture-form", sender, iq.toString());
      throw IqException.of(400);
    }
    Optional<Jid> group = target.filter(groups::owns);
    if (group.isPresent()) {
      return List.of(groups.asked(sender, group.get(), asked.attribute("type")));
    }
    Account account =
        target
            .flatMap(context.world()::account)
            .or(() -> target.isEmpty() ? Optional.of(sender.account()) : Optional.empty())
            .orElseThrow(() -> IqException.of(404));
    if (asked.child("tctoken").isPresent()
        && !sender.tokens().isOf(account.lid(), asked.childData("tctoken"))) {
      context.violations().add("tctoken-wrong", sender, "in a question for a picture");
    }
    boolean own = account == sender.account();
    if (!own && !account.privacy().getOrDefault("profile", "all").equals("all")) {
      throw IqException.of(401);
    }
    Picture picture = pictures.get(account);
    if (picture == null) {
      throw IqException.of(404);
    }
    String path = "/v/pictures/" + picture.id() + "-" + asked.attribute("type") + ".jpg";
    return List.of(
        Node.of("picture")
            .with("id", picture.id())
            .with("type", asked.attribute("type"))
            .with("url", "https://pps.example" + path)
            .with("direct_path", path));
  }

  private List<Node> set(Device sender, Optional<Jid> target, Node iq) {
    if (target.isPresent() && !groups.owns(target.get())) {
      throw IqException.of(403);
    }
    Optional<Bytes> jpeg =
        iq.child("picture").isPresent() ? Optional.of(iq.childData("picture")) : Optional.empty();
    if (jpeg.filter(bytes -> !isJpeg(bytes)).isPresent()) {
      throw IqException.of(406);
    }
    if (target.isPresent()) {
      return groups.set(sender, target.get(), jpeg);
    }
    String id = change(sender.account(), jpeg);
    return jpeg.isPresent() ? List.of(Node.of("picture").with("id", id)) : List.of();
  }

  private static boolean isJpeg(Bytes bytes) {
    return bytes.size() > 3
        && bytes.size() <= MOST_BYTES
        && bytes.slice(0, 2).toHex().equals("ffd8");
  }

  /** An account has another picture, or none: everybody who could see it is told. */
  public String change(Account account, Optional<Bytes> jpeg) {
    String id = Long.toString(++last);
    if (jpeg.isPresent()) {
      pictures.put(account, new Picture(id, jpeg.get()));
    } else {
      pictures.remove(account);
    }
    Node told =
        jpeg.isPresent()
            ? Node.of("set")
                .with("id", id)
                .with("jid", account.phoneNumberJid())
                .with("author", account.phoneNumberJid())
            : Node.of("delete").with("jid", account.phoneNumberJid());
    toOthers(account, "picture", told);
    return id;
  }

  /** The picture of an account. */
  public Optional<Bytes> of(Account account) {
    return Optional.ofNullable(pictures.get(account)).map(Picture::jpeg);
  }

  private void toOthers(Account account, String type, Node child) {
    context.world().accounts().stream()
        .filter(other -> other != account)
        .flatMap(other -> other.companions().stream())
        .forEach(
            device ->
                Notifications.push(device, account.phoneNumberJid(), type, context.now(), child));
  }

  /** An account says something else of itself: everybody who could see it is told. */
  public void aboutChanged(Account account) {
    toOthers(account, "status", Node.of("set", Bytes.utf8(account.about())));
  }
}
