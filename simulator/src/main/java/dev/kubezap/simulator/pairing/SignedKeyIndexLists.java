package dev.kubezap.simulator.pairing;

import dev.kubezap.simulator.context.KeyIndexLists;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Signs key-index lists, once for each set of companions. Called with the world's lock held. */
public final class SignedKeyIndexLists implements KeyIndexLists {
  private final Function<Account, KeyPair> identities;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<Account, Signed> cache = new HashMap<>();

  /** With the phones' identity keys. */
  public SignedKeyIndexLists(
      Function<Account, KeyPair> identities, InstantSource clock, SecureRandom random) {
    this.identities = identities;
    this.clock = clock;
    this.random = random;
  }

  private record Signed(List<Integer> valid, Node node) {}

  @Override
  public Node of(Account account) {
    List<Integer> valid = account.devices().stream().map(Device::keyIndex).toList();
    Signed known = cache.get(account);
    if (known != null && known.valid.equals(valid)) {
      return known.node;
    }
    Bytes list =
        IdentitySigner.keyIndexList(
            identities.apply(account),
            account.rawId(),
            account.lastKeyIndex(),
            valid,
            clock.instant(),
            random);
    Node node = Node.of("key-index-list", list).with("ts", clock.instant().getEpochSecond());
    cache.put(account, new Signed(valid, node));
    return node;
  }
}
