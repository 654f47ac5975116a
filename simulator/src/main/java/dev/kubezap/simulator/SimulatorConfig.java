package dev.kubezap.simulator;

import dev.kubezap.simulator.server.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to start a simulator.
 *
 * @param host address that both ports bind to
 * @param port of the WebSocket endpoint; 0 for any
 * @param controlPort of the control API; 0 for any
 * @param tls whether the endpoint speaks TLS with a certificate of a CA of its own
 * @param data folder that keeps the world between runs; empty keeps it in memory
 * @param settings how the server behaves
 */
public record SimulatorConfig(
    String host, int port, int controlPort, boolean tls, Optional<Path> data, Settings settings) {
  /** Any free ports on the loopback address, no TLS, nothing kept. */
  public static SimulatorConfig defaults() {
    return new SimulatorConfig("127.0.0.1", 0, 0, false, Optional.empty(), Settings.defaults());
  }

  /** With other settings of the server. */
  public SimulatorConfig with(Settings other) {
    return new SimulatorConfig(host, port, controlPort, tls, data, other);
  }

  /** With or without TLS. */
  public SimulatorConfig withTls(boolean on) {
    return new SimulatorConfig(host, port, controlPort, on, data, settings);
  }

  /** With a folder that keeps the world. */
  public SimulatorConfig withData(Path folder) {
    return new SimulatorConfig(host, port, controlPort, tls, Optional.of(folder), settings);
  }

  /** With another address to bind to. */
  public SimulatorConfig withHost(String address) {
    return new SimulatorConfig(address, port, controlPort, tls, data, settings);
  }

  /** With fixed ports. */
  public SimulatorConfig withPorts(int webSocket, int control) {
    return new SimulatorConfig(host, webSocket, control, tls, data, settings);
  }
}
