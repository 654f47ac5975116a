package dev.kubezap.simulator.control;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.context.Ends;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.world.Device;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests about open connections. */
final class ConnectionRoutes {
  private static final int PREKEYS_LOW = 4;

  private final Simulator simulator;

  ConnectionRoutes(Simulator simulator) {
    this.simulator = simulator;
  }

  List<Views.ConnectionView> list() {
    return simulator.connections().stream().map(Views.ConnectionView::of).toList();
  }

  Map<String, String> demand(String id, Requests.Demand demand) {
    Connection connection =
        simulator.connections().stream()
            .filter(open -> Long.toString(open.id()).equals(id))
            .findFirst()
            .orElseThrow(() -> new ApiException(404, "There is no connection " + id));
    int code = orZero(demand.code());
    switch (demand.kind()) {
      case "close" -> connection.abort();
      case "end" -> simulator.demands().end(connection, Node.of("xmlstreamend"));
      case "stream-error" ->
          simulator
              .demands()
              .end(
                  connection,
                  Ends.streamError(new FaultAction.StreamError(code, demand.conflict())));
      case "companion-reg-refresh" -> simulator.demands().refreshRegistration(connection);
      case "passkey" -> simulator.demands().passkey(connection);
      case "client-expiration" -> {
        Long at = demand.at();
        simulator
            .demands()
            .expire(connection, at == null ? Instant.EPOCH : Instant.ofEpochSecond(at));
      }
      case "prekeys-low" -> {
        Integer count = demand.count();
        simulator.demands().preKeysLow(device(connection), count == null ? PREKEYS_LOW : count);
      }
      case "stanza" -> {
        Requests.Stanza stanza = demand.stanza();
        if (stanza == null) {
          throw new ApiException(400, "The field stanza is missing");
        }
        simulator.demands().stanza(connection, node(stanza));
      }
      default ->
          throw new ApiException(
              400,
              "kind is close, end, stream-error, companion-reg-refresh, passkey,"
                  + " client-expiration, prekeys-low or stanza");
    }
    return Map.of();
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  private static Device device(Connection connection) {
    return connection
        .device()
        .orElseThrow(() -> new ApiException(409, "Nobody has logged in on the connection"));
  }

  private static Node node(Requests.Stanza stanza) {
    Node node = Node.of(stanza.tag());
    String base64 = stanza.base64();
    String text = stanza.text();
    if (base64 != null) {
      node = Node.of(stanza.tag(), Bytes.base64(base64));
    } else if (text != null) {
      node = Node.of(stanza.tag(), Bytes.utf8(text));
    }
    Map<String, String> attributes = stanza.attributes();
    if (attributes != null) {
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        node = node.with(attribute.getKey(), attribute.getValue());
      }
    }
    List<Requests.Stanza> children = stanza.children();
    return children == null
        ? node
        : node.plus(children.stream().map(ConnectionRoutes::node).toList());
  }
}
