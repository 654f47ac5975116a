package dev.kubezap.simulator.server;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.pairing.PasskeyOptions;
import dev.kubezap.simulator.world.Device;
import java.time.Instant;

/** What the server can be made to send to a connection at any time. */
public final class Demands {
  private final ServerContext context;

  /** Of a server. */
  public Demands(ServerContext context) {
    this.context = context;
  }

  /** Sends any stanza. */
  public void stanza(Connection connection, Node stanza) {
    connection.deliver(stanza);
  }

  /** Sends stanzas and ends the connection. */
  public void end(Connection connection, Node... last) {
    connection.end(last);
  }

  /** The companion must make a new ADV secret and show its current ref with it. */
  public void refreshRegistration(Connection connection) {
    notify(connection, "companion_reg_refresh", Node.of("companion_reg_refresh"));
  }

  /** The companion must prove a passkey before it is linked. */
  public void passkey(Connection connection) {
    notify(connection, "passkey_prologue_request", PasskeyOptions.node(context.randomBytes(32)));
  }

  /** The build of the client will be refused from a time on. */
  public void expire(Connection connection, Instant at) {
    Node expiration = Node.of("client_expiration").with("t", at.getEpochSecond());
    connection.deliver(Node.of("ib", expiration).with("from", Jid.SERVER));
  }

  /** Few one-time keys are left; the number need not be true. */
  public void preKeysLow(Device device, int left) {
    context.world().locking(() -> Notifications.preKeysLow(device, left, context.now()));
  }

  private void notify(Connection connection, String type, Node child) {
    connection.deliver(
        Notifications.stanza(Jid.SERVER, type, context.newId(), context.now()).plus(child));
  }
}
