package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.World;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Settings of an account: privacy, about text, trusted contacts. */
public final class SettingsIq implements IqHandler {
  private static final int TOKEN_SIZE = 16;

  private final World world;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Consumer<Account> aboutChanged;

  /**
   * With the world whose accounts it changes.
   *
   * @param aboutChanged is told whose text about himself is another one
   */
  public SettingsIq(
      World world, SecureRandom random, InstantSource clock, Consumer<Account> aboutChanged) {
    this.world = world;
    this.random = random;
    this.clock = clock;
    this.aboutChanged = aboutChanged;
  }

  @Override
  public List<String> namespaces() {
    return List.of("privacy", "status", "disappearing_mode");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    boolean set = iq.attribute("type").equals("set");
    return switch (iq.attribute("xmlns")) {
      case "privacy" -> set ? setPrivacy(sender, iq) : List.of(privacy(sender.account()));
      case "status" -> {
        sender.account().setAbout(iq.childData("status").toUtf8());
        aboutChanged.accept(sender.account());
        yield List.of();
      }
      case "disappearing_mode" -> List.of();
      default -> throw IqException.of(501);
    };
  }

  private static Node privacy(Account account) {
    List<Node> categories =
        account.privacy().entrySet().stream()
            .map(e -> Node.of("category").with("name", e.getKey()).with("value", e.getValue()))
            .toList();
    return Node.of("privacy").plus(categories);
  }

  private List<Node> setPrivacy(Device sender, Node iq) {
    Account account = sender.account();
    iq.child("privacy").ifPresent(privacy -> privacy.all("category").forEach(c -> set(account, c)));
    iq.child("tokens").ifPresent(tokens -> tokens.all("token").forEach(t -> issue(account, t)));
    return List.of();
  }

  private static void set(Account account, Node category) {
    String name = category.attribute("name");
    String value = category.attribute("value");
    if (!Privacy.allows(name, value)) {
      throw IqException.of(400);
    }
    account.privacy().put(name, value);
  }

  /** The peer is given a token that lets it write to this account. */
  private void issue(Account issuer, Node token) {
    Jid peer = token.jid("jid").orElseThrow(() -> IqException.of(400));
    byte[] value = new byte[TOKEN_SIZE];
    random.nextBytes(value);
    world
        .account(peer)
        .ifPresent(
            account ->
                account.devices().forEach(device -> sendToken(issuer, device, Bytes.of(value))));
  }

  private void sendToken(Account issuer, Device device, Bytes value) {
    long now = clock.instant().getEpochSecond();
    Node token =
        Node.of("token", value)
            .with("jid", device.account().phoneNumberJid())
            .with("t", now)
            .with("type", "trusted_contact");
    device.tokens().given(issuer.lid(), value);
    Notifications.privacyToken(device, issuer, Node.of("tokens", token), clock.instant());
  }
}
