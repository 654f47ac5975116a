package dev.kubezap.benchmarks;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What every contender shares: one PostgreSQL with fsync, one simulator, one webhook sink. */
final class Arena implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(2);

  /** Longer than any pause between two parts that are asked for. */
  private static final Duration STANDSTILL = Duration.ofMillis(500);

  final Simulator simulator;
  final WebhookCounter webhooks = new WebhookCounter();
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Held, since the JDK forgets the level of a logger that nobody holds. */
  private final Logger migrations = Logger.getLogger("org.flywaydb");

  final Postgres postgres;
  private final Path folder;
  private final Optional<Path> ca;
  private final AtomicInteger accounts = new AtomicInteger();

  /**
   * Starts everything.
   *
   * @param programs as in {@link Options#postgres}
   * @param tls whether the simulator speaks TLS, without which Baileys uploads no file
   */
  Arena(Path folder, String programs, boolean tls)
      throws IOException, SQLException, InterruptedException {
    this.folder = folder;
    migrations.setLevel(Level.WARNING);
    simulator = Simulator.start(SimulatorConfig.defaults().withTls(tls));
    Optional<String> authority = simulator.caPem();
    ca = authority.isPresent() ? Optional.of(folder.resolve("ca.pem")) : Optional.empty();
    if (authority.isPresent()) {
      Files.writeString(folder.resolve("ca.pem"), authority.get());
    }
    postgres = Postgres.start(programs);
  }

  /** A new account, given by its number. */
  String account(String name) {
    return account(name, false);
  }

  /**
   * A new account.
   *
   * @param echo whether its phone answers every text by the same
   */
  String account(String name, boolean echo) {
    String number = "49151" + (20_000_000 + accounts.incrementAndGet());
    simulator.addAccount("+" + number, name, echo);
    return number;
  }

  /** A new database and folder, prepared for a contender. */
  Contender.Place place(String name, Contender contender) throws IOException, SQLException {
    postgres.create(name);
    Contender.Place place =
        new Contender.Place(
            Files.createDirectories(folder.resolve(name)),
            "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + name,
            "postgresql://postgres:postgres@127.0.0.1:" + postgres.port() + "/" + name,
            webhooks.url(),
            simulator.webSocketUrl(),
            simulator.noiseRoot(),
            ca);
    contender.prepare(place);
    return place;
  }

  /** Stanzas that the devices linked to a number have not acknowledged. */
  int waiting(String number) {
    return simulator
        .world()
        .locked(
            () ->
                simulator.world().byNumber(number).orElseThrow().companions().stream()
                    .mapToInt(device -> device.mailbox().pending().size())
                    .sum());
  }

  /** Waits until no more than so many wait. */
  void awaitWaiting(String number, int most, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (waiting(number) > most) {
      if (System.nanoTime() > deadline) {
        throw new UnacknowledgedException(waiting(number));
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  /**
   * Waits until nothing waits. A client that asks for one part of the queue and no more is sent the
   * rest at once, when it has taken that part.
   *
   * @return whether that was so
   */
  boolean awaitTaken(String number, Duration patience) throws IOException, InterruptedException {
    boolean sent = false;
    long deadline = System.nanoTime() + patience.toNanos();
    int waiting = waiting(number);
    long moved = System.nanoTime();
    while (waiting > 0) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      int now = waiting(number);
      if (now != waiting) {
        waiting = now;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
        sendRest(number);
        sent = true;
        moved = System.nanoTime();
      }
      if (System.nanoTime() > deadline) {
        throw new UnacknowledgedException(waiting);
      }
    }
    return sent;
  }

  private void sendRest(String number) {
    List<Device> devices = simulator.world().byNumber(number).orElseThrow().companions();
    int _ =
        simulator
            .world()
            .locked(
                () -> {
                  devices.forEach(device -> device.mailbox().pull(Integer.MAX_VALUE));
                  return devices.size();
                });
  }

  @Override
  public void close() throws IOException {
    http.close();
    webhooks.close();
    simulator.close();
    postgres.close();
  }
}
