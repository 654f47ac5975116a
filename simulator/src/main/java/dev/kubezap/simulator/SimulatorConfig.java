package dev.kubezap.simulator;

import dev.kubezap.simulator.server.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to start a simulator.
 *
 * @param host address that the port binds to
 * @param port of the WebSocket endpoint; 0 for any
 * @param tls whether the endpoint speaks TLS with a certificate of a CA of its own
 * @param data folder that keeps the world between runs; empty keeps it in memory
 * @param settings how the server behaves
 */
public record SimulatorConfig(
    String host, int port, boolean tls, Optional<Path> data, Settings settings) {
  /** Any free port on the loopback address, no TLS, nothing kept. */
  public static SimulatorConfig defaults() {
    return new SimulatorConfig("127.0.0.1", 0, false, Optional.empty(), Settings.defaults());
  }

  /** With other settings of the server. */
  public SimulatorConfig with(Settings other) {
    return new SimulatorConfig(host, port, tls, data, other);
  }

  /** With or without TLS. */
  public SimulatorConfig withTls(boolean on) {
    return new SimulatorConfig(host, port, on, data, settings);
  }

  /** With a folder that keeps the world. */
  public SimulatorConfig withData(Path folder) {
    return new SimulatorConfig(host, port, tls, Optional.of(folder), settings);
  }

  /** With another address to bind to. */
  public SimulatorConfig withHost(String address) {
    return new SimulatorConfig(address, port, tls, data, settings);
  }

  /** With a fixed port. */
  public SimulatorConfig withPort(int webSocket) {
    return new SimulatorConfig(host, webSocket, tls, data, settings);
  }
}
