package dev.kubezap.simulator.presence;

import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Presence and typing. Who subscribed is told until its connection ends; nothing of it is kept.
 * Called with the world's lock held.
 */
public final class PresenceDesk {
  private final ServerContext context;
  private final Set<Device> available = new HashSet<>();
  private final Map<Account, Instant> lastSeen = new HashMap<>();
  private final Map<Device, Map<Account, Jid>> watched = new LinkedHashMap<>();
  private final List<Typing> typed = new ArrayList<>();

  /**
   * What somebody was shown to do in a chat.
   *
   * @param from number of who does it
   * @param to number of who sees it
   * @param state composing, recording or paused
   */
  public record Typing(String from, String to, String state) {}

  /** Of a server. */
  public PresenceDesk(ServerContext context) {
    this.context = context;
  }

  /** A device begins a connection: it is not available, and watches nobody. */
  public void connected(Device device) {
    watched.remove(device);
    show(device, false);
  }

  /** Whether a device of the account shows itself as available. */
  public boolean isAvailable(Account account) {
    return account.devices().stream().anyMatch(available::contains);
  }

  /** Whether this device does. */
  public boolean isAvailable(Device device) {
    return available.contains(device);
  }

  /** All that was typed so far, in order. */
  public List<Typing> typed() {
    return List.copyOf(typed);
  }

  /** Who are told of an account's presence. */
  public List<Device> watchersOf(Account account) {
    return watched.entrySet().stream()
        .filter(entry -> entry.getValue().containsKey(account))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A device shows itself as available or not. */
  public void show(Device device, boolean as) {
    Account account = device.account();
    boolean before = isAvailable(account);
    if (as) {
      available.add(device);
    } else {
      available.remove(device);
    }
    if (before == isAvailable(account)) {
      return;
    }
    lastSeen.put(account, context.now());
    for (Device watcher : watchersOf(account)) {
      tell(watcher, account);
    }
  }

  private void tell(Device watcher, Account account) {
    Jid form = watched.getOrDefault(watcher, Map.of()).get(account);
    if (form == null) {
      return;
    }
    Node presence = Node.of("presence").with("from", account.jidLike(form));
    if (isAvailable(account)) {
      watcher.mailbox().send(presence);
      return;
    }
    Instant seen = lastSeen.get(account);
    boolean hidden = !account.privacy().getOrDefault("last", "all").equals("all");
    String last = hidden || seen == null ? "deny" : Long.toString(seen.getEpochSecond());
    watcher.mailbox().send(presence.with("type", "unavailable").with("last", last));
  }

  /** A {@code presence} stanza. */
  public void presence(Device sender, Node stanza) {
    switch (stanza.attribute("type")) {
      case "available", "" -> named(sender, stanza, true);
      case "unavailable" -> named(sender, stanza, false);
      case "subscribe" -> subscribe(sender, stanza);
      default -> context.violations().add("presence-form", sender, stanza.toString());
    }
  }

  private void named(Device sender, Node stanza, boolean as) {
    if (as && stanza.attribute("name").isEmpty()) {
      context.violations().add("presence-form", sender, "available without a name");
    }
    if (stanza.has("name")) {
      sender.showAs(stanza.attribute("name"));
    }
    show(sender, as);
  }

  private void subscribe(Device sender, Node stanza) {
    Optional<Jid> to = stanza.jid("to");
    if (to.isEmpty()) {
      context.violations().add("presence-form", sender, stanza.toString());
      return;
    }
    Optional<Account> account = context.world().account(to.get());
    if (account.isEmpty()) {
      return;
    }
    Bytes token = stanza.childData("tctoken");
    if (stanza.child("tctoken").isPresent() && !sender.tokens().isOf(account.get().lid(), token)) {
      context.violations().add("tctoken-wrong", sender, "in a subscription to " + to.get());
    }
    watched.computeIfAbsent(sender, any -> new LinkedHashMap<>()).put(account.get(), to.get());
    tell(sender, account.get());
  }

  /** A {@code chatstate} stanza. */
  public void chatState(Device sender, Node stanza) {
    Optional<String> state = state(stanza);
    Optional<Jid> to = stanza.jid("to");
    if (state.isEmpty() || to.isEmpty()) {
      context.violations().add("chatstate-form", sender, stanza.toString());
      return;
    }
    Optional<Jid> from = stanza.jid("from");
    if (from.isPresent() && to.get().isLid() != from.get().isLid() && isUser(to.get())) {
      context.violations().add("mixed-namespaces", sender, stanza.toString());
    }
    context
        .world()
        .account(to.get())
        .ifPresent(
            account -> {
              typed.add(
                  new Typing(sender.account().phoneNumber(), account.phoneNumber(), state.get()));
              Node told =
                  Node.of("chatstate")
                      .with("from", sender.account().jidLike(to.get()))
                      .plus(stanza.children());
              account.devices().stream()
                  .filter(device -> device.id() != 0)
                  .forEach(device -> device.mailbox().send(told));
            });
  }

  private static boolean isUser(Jid jid) {
    return jid.isLid() || jid.isPhoneNumber();
  }

  private static Optional<String> state(Node stanza) {
    if (stanza.children().size() != 1) {
      return Optional.empty();
    }
    Node child = stanza.children().getFirst();
    return switch (child.tag()) {
      case "paused" -> Optional.of("paused");
      case "composing" ->
          Optional.of(child.attribute("media").equals("audio") ? "recording" : "composing");
      default -> Optional.empty();
    };
  }
}
