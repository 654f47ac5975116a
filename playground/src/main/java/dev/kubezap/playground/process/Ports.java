package dev.kubezap.playground.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;

/**
 * Loopback ports by name, remembered on disk so that addresses stay the same over restarts.
 *
 * <p>They are taken from below Linux's ephemeral range, so that no outgoing connection sits on one
 * while its owner is away.
 */
public final class Ports {

  private static final int FIRST = 20000;
  private static final int LAST = 29999;

  private final Path file;
  private final Properties ports = new Properties();

  /** Remembers in this file. */
  public Ports(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        ports.load(reader);
      }
    }
  }

  /**
   * The port of this name: the remembered one, when nobody else listens there, or else a free one.
   * To be asked before the owner of the name listens.
   */
  public synchronized int reserve(String name) {
    var remembered = ports.getProperty(name);
    if (remembered != null && free(Integer.parseInt(remembered))) {
      return Integer.parseInt(remembered);
    }
    var taken = new HashSet<>(ports.values());
    // Each playground begins elsewhere, so that one does not take what another remembers.
    var begin = Math.floorMod(file.toAbsolutePath().toString().hashCode(), LAST - FIRST + 1);
    for (var step = 0; step <= LAST - FIRST; step++) {
      var port = FIRST + (begin + step) % (LAST - FIRST + 1);
      if (!taken.contains(Integer.toString(port)) && free(port)) {
        ports.setProperty(name, Integer.toString(port));
        save();
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
  }

  private static boolean free(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private void save() {
    try (var writer = Files.newBufferedWriter(file)) {
      ports.store(writer, null);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot remember ports in " + file, cause);
    }
  }
}
