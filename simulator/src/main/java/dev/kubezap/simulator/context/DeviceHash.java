package dev.kubezap.simulator.context;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.world.Account;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Collectors;

/** The version 2 hash over device addresses by which both sides compare device lists. */
public final class DeviceHash {
  private DeviceHash() {}

  /** Of all devices of an account in the form of an address. */
  public static String of(Account account, Jid form) {
    return of(account.devices().stream().map(device -> device.jidLike(form)).toList());
  }

  /** Of the given device addresses. */
  public static String of(Collection<Jid> devices) {
    String joined =
        devices.stream()
            .map(jid -> jid.user() + ".0:" + jid.device() + "@" + jid.server())
            .sorted()
            .collect(Collectors.joining());
    Bytes digest = Digests.sha256(Bytes.utf8(joined)).slice(0, 6);
    return "2:" + Base64.getEncoder().withoutPadding().encodeToString(digest.toArray());
  }
}
