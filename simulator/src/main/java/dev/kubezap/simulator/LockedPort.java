package dev.kubezap.simulator;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.phone.ServerPort;
import dev.kubezap.simulator.server.Stanzas;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The server as phones reach it: each call with the world's lock. */
final class LockedPort implements ServerPort {
  private final World world;
  private final Supplier<Stanzas> stanzas;

  /**
   * @param stanzas the server's, which may be made after its phones
   */
  LockedPort(World world, Supplier<Stanzas> stanzas) {
    this.world = world;
    this.stanzas = stanzas;
  }

  @Override
  public void submit(Device phone, Node stanza) {
    world.locking(() -> stanzas.get().handle(phone, stanza));
  }

  @Override
  public Node query(Device phone, Node iq) {
    return world.locked(() -> stanzas.get().query(phone, iq));
  }

  @Override
  public void tellFile(Device phone, Jid companion, String messageId, List<Node> told) {
    world.locking(
        () ->
            phone
                .account()
                .device(companion.device())
                .ifPresent(device -> stanzas.get().tellFile(device, messageId, told)));
  }

  @Override
  public Optional<Account> account(Jid jid) {
    return world.locked(() -> world.account(jid));
  }
}
