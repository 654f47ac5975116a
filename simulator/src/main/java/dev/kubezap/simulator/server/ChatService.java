package dev.kubezap.simulator.server;

import dev.kubezap.simulator.appstate.AppStateDesk;
import dev.kubezap.simulator.call.CallDesk;
import dev.kubezap.simulator.channel.ChannelIq;
import dev.kubezap.simulator.channel.ChannelMex;
import dev.kubezap.simulator.channel.Channels;
import dev.kubezap.simulator.context.Ends;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.group.GroupIq;
import dev.kubezap.simulator.group.GroupPictures;
import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.group.MemberChanges;
import dev.kubezap.simulator.iq.BlocklistIq;
import dev.kubezap.simulator.iq.BusinessIq;
import dev.kubezap.simulator.iq.CompanionIq;
import dev.kubezap.simulator.iq.ContentIq;
import dev.kubezap.simulator.iq.EncryptIq;
import dev.kubezap.simulator.iq.IqRouter;
import dev.kubezap.simulator.iq.MexIq;
import dev.kubezap.simulator.iq.PictureIq;
import dev.kubezap.simulator.iq.SessionIq;
import dev.kubezap.simulator.iq.SettingsIq;
import dev.kubezap.simulator.iq.UsyncIq;
import dev.kubezap.simulator.message.AcceptedMessages;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.pairing.PairingDesk;
import dev.kubezap.simulator.presence.PresenceDesk;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the server does with the stanzas of devices, whatever carries them: it owns no socket and no
 * thread. Called with the world's lock held.
 */
public final class ChatService {
  private final ServerContext context;
  private final PairingDesk desk;
  private final PresenceDesk presences;
  private final BlocklistIq blocklists;
  private final PictureIq pictures;
  private final BusinessIq businesses = new BusinessIq();
  private final CallDesk calls;
  private final Stanzas stanzas;
  private final AcceptedMessages accepted = new AcceptedMessages();
  private final Groups groups;
  private final Channels channels;
  private final GroupPictures groupPictures;
  private final AppStateDesk appState;

  /** Joins the parts. */
  public ChatService(ServerContext context, DeviceEvents events) {
    this.context = context;
    desk = new PairingDesk(context);
    presences = new PresenceDesk(context);
    blocklists = new BlocklistIq(context);
    calls = new CallDesk(context);
    groups = new Groups(context);
    channels = new Channels(context);
    groupPictures = new GroupPictures(context, groups);
    pictures = new PictureIq(context, groupPictures);
    appState = new AppStateDesk(context);
    IqRouter iqs =
        new IqRouter(
            List.of(
                new SessionIq(),
                new EncryptIq(context.world(), context.violations(), context.clock()),
                new UsyncIq(context.world(), context.keyIndexLists(), context.clock()),
                new SettingsIq(
                    context.world(), context.random(), context.clock(), pictures::aboutChanged),
                blocklists,
                pictures,
                new MexIq(pictures, new ChannelMex(channels)),
                new ChannelIq(channels),
                new ContentIq(context.mediaHost()),
                businesses,
                appState,
                new CompanionIq(context),
                new GroupIq(groups, new MemberChanges(context.world(), groups))),
            context.violations());
    stanzas = new Stanzas(context, desk, iqs, accepted, groups, channels, presences, calls, events);
  }

  /** Handles stanzas. */
  public Stanzas stanzas() {
    return stanzas;
  }

  /** The messages that were accepted. */
  public AcceptedMessages accepted() {
    return accepted;
  }

  /** All groups. */
  public Groups groups() {
    return groups;
  }

  /** Who shows himself, and who is told. */
  public PresenceDesk presences() {
    return presences;
  }

  /** Whom accounts have blocked. */
  public BlocklistIq blocklists() {
    return blocklists;
  }

  /** Who calls whom. */
  public CallDesk calls() {
    return calls;
  }

  /** All channels. */
  public Channels channels() {
    return channels;
  }

  /** The pictures of groups. */
  public GroupPictures groupPictures() {
    return groupPictures;
  }

  /** What businesses say of themselves. */
  public BusinessIq businesses() {
    return businesses;
  }

  /** What phones and their companions keep in common. */
  public AppStateDesk appState() {
    return appState;
  }

  /** The pictures of accounts. */
  public PictureIq pictures() {
    return pictures;
  }

  /** Where companions are linked. */
  public PairingDesk pairing() {
    return desk;
  }

  /**
   * A companion logs in over a link; the link that it had before is ended.
   *
   * @param admitted told before the first stanza leaves
   * @return empty when there is no such companion, or its key is another: the login has failed
   */
  public Optional<Device> logIn(
      DeviceLink link, String number, int id, Bytes noiseKey, Consumer<Device> admitted) {
    Device device =
        context.world().byNumber(number).flatMap(account -> account.device(id)).orElse(null);
    if (device == null || device.id() == 0 || !device.noiseKey().equals(noiseKey)) {
      link.end(failure(401));
      return Optional.empty();
    }
    admitted.accept(device);
    device.tokens().connected(context.now());
    presences.connected(device);
    DeviceLink before = device.mailbox().connect(link);
    if (before != null) {
      before.end(Ends.replaced());
    }
    greet(link, device);
    return Optional.of(device);
  }

  private void greet(DeviceLink link, Device device) {
    Account account = device.account();
    link.deliver(
        Node.of("success")
            .with("t", context.now().getEpochSecond())
            .with("lid", device.lidJid())
            .with("props", 27)
            .with("abprops", 1)
            .with("location", "sim")
            .with("creation", context.now().getEpochSecond())
            .with("display_name", account.pushName()));
    if (device.logins() == 0) {
      Node dirty =
          Node.of("dirty")
              .with("type", "account_sync")
              .with("timestamp", context.now().getEpochSecond());
      link.deliver(Node.of("ib", dirty).with("from", Jid.SERVER));
    }
  }

  static Node failure(int reason) {
    return Node.of("failure").with("reason", reason).with("location", "sim");
  }
}
