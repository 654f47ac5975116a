package dev.kubezap.playground.postgres;

import dev.kubezap.playground.process.Launch;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.process.Supervisor;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A PostgreSQL with one database; it is started again when it dies, and its data are kept. */
public final class PostgresServer {

  private static final String NAME = "postgres";
  private static final String USER = "kubezap";
  private static final String DATABASE = "kubezap";
  private static final String SUPERUSER = "postgres";
  private static final int PASSWORD_BYTES = 18;
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "TZ", "UTC");

  private final Path folder;
  private final Path programs;
  private final Path log;
  private final int port;
  private final Supervisor supervisor;

  /**
   * Starts nothing yet: see {@link #start}.
   *
   * @param folder keeps data and password
   * @param cache keeps the programs of all versions
   * @param log the file of its log
   */
  public PostgresServer(
      Path folder, Path cache, Path log, Ports ports, ProcessRecords records, Terminal terminal)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.programs = PostgresPrograms.in(cache);
    this.log = log;
    this.port = ports.reserve(NAME);
    this.supervisor = new Supervisor(NAME, this::launch, records, terminal::say);
  }

  /**
   * Starts it, with a new database when there is none, and returns once it takes connections.
   *
   * @throws IOException when it cannot be started or does not become ready in time
   */
  public void start() throws IOException, InterruptedException {
    if (!Files.exists(data().resolve("PG_VERSION"))) {
      initialise();
    }
    supervisor.start();
    awaitReady();
  }

  /** JDBC address of the database. */
  public String url() {
    return address(DATABASE);
  }

  /** The owner of the database, who may make login roles and is no superuser. */
  public String user() {
    return USER;
  }

  /** The owner's password. */
  public String password() throws IOException {
    return Files.readString(passwordFile());
  }

  /** The process id, 0 when it does not run at this moment. */
  public long pid() {
    return supervisor.pid();
  }

  /** Ends it and waits for that. */
  public void stop() throws InterruptedException {
    supervisor.stop(GRACE);
  }

  private void initialise() throws IOException, InterruptedException {
    makePassword(passwordFile());
    makePassword(superuserFile());
    var command =
        unprivileged(
            "initdb",
            "--pgdata=" + data(),
            "--username=" + SUPERUSER,
            "--pwfile=" + superuserFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("PostgreSQL could not be initialised: " + output.strip());
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    var deadline = System.nanoTime() + READY.toNanos();
    while (true) {
      try {
        createDatabase();
        return;
      } catch (SQLException notYet) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "PostgreSQL takes no connections after "
                  + READY.toSeconds()
                  + " s ("
                  + notYet.getMessage()
                  + "); read "
                  + log,
              notYet);
        }
        Thread.sleep(50);
      }
    }
  }

  private void createDatabase() throws SQLException, IOException {
    // A database of an earlier version has no other superuser than its owner.
    var own = Files.exists(superuserFile());
    var login = new Properties();
    login.setProperty("user", own ? SUPERUSER : USER);
    login.setProperty("password", Files.readString(own ? superuserFile() : passwordFile()));
    try (var connection = DriverManager.getConnection(address("postgres"), login);
        var statement = connection.createStatement()) {
      if (missing(statement, "select 1 from pg_roles where rolname = '" + USER + "'")) {
        statement.execute(
            "create role " + USER + " login createrole password '" + password() + "'");
      }
      if (missing(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
        statement.execute("create database " + DATABASE + " owner " + USER);
      }
    }
  }

  private static boolean missing(Statement statement, String sql) throws SQLException {
    try (var found = statement.executeQuery(sql)) {
      return !found.next();
    }
  }

  private static void makePassword(Path file) throws IOException {
    var secret = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(secret);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(secret), StandardOpenOption.WRITE);
  }

  private Launch launch() {
    return new Launch(
        NAME,
        unprivileged(
            "postgres",
            "-D",
            data().toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "port=" + port,
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=200",
            "-c",
            "shared_buffers=64MB"),
        ENVIRONMENT,
        folder,
        log,
        // A fast shutdown: it does not wait for clients to leave.
        "INT");
  }

  /** PostgreSQL refuses to run as root, so root runs it in a user namespace of its own. */
  private List<String> unprivileged(String program, String... arguments) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private String address(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path superuserFile() {
    return folder.resolve("superuser-password");
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }
}
