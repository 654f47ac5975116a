package dev.kubezap.simulator;

import dev.kubezap.simulator.control.ControlClient;
import dev.kubezap.simulator.server.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Starts a simulator, or talks to one that runs. */
public final class Main {
  private static final String USAGE =
      """
      simulator [serve] [options]        starts a WhatsApp server with phones
        --host ADDRESS                   127.0.0.1
        --port N, --control-port N       0 = any free port
        --tls                            speak TLS with a certificate of an own CA
        --ca-file FILE                   write the CA's certificate there
        --data DIR                       keep the world there between runs
        --account NUMBER[:NAME[:echo]]   add an account that is not there yet; may be repeated
                                         (without any, a new world has three)
        --minimum-version N              refuse clients older than 2.3000.N with 405
        --qr-seconds N                   validity of the QR refs of a connection (160)
        --hosted                         link companions as hosted devices
      simulator --control URL COMMAND    talks to one that runs
        accounts | connections | violations | faults | info
        add NUMBER NAME [echo]
        scan NUMBER QR-TEXT
        code NUMBER PAIRING-CODE
        send FROM TO TEXT
        messages NUMBER
        read NUMBER [PEER]
        logout NUMBER
        fault JSON | clear-faults
      """;

  private static final List<String> DEFAULT_ACCOUNTS =
      List.of("4915110000001:Ada", "4915110000002:Grace", "4915110000003:Linus:echo");

  private Main() {}

  /** Runs until it is killed, or until the command is done. */
  public static void main(String[] arguments) throws Exception {
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    try {
      if (left.contains("--help")) {
        System.out.print(USAGE);
      } else if ("--control".equals(left.peek())) {
        left.remove();
        System.exit(new ControlClient(next(left, "--control"), System.out).run(left));
      } else {
        if ("serve".equals(left.peek())) {
          left.remove();
        }
        serve(left, System.out);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + USAGE);
      System.exit(2);
    }
  }

  private static void serve(Deque<String> options, PrintStream out)
      throws IOException, InterruptedException {
    SimulatorConfig config = SimulatorConfig.defaults();
    Settings settings = config.settings();
    Deque<String> accounts = new ArrayDeque<>();
    Optional<Path> caFile = Optional.empty();
    while (!options.isEmpty()) {
      String option = options.remove();
      switch (option) {
        case "--host" -> config = config.withHost(next(options, option));
        case "--port" -> config = config.withPorts(number(options, option), config.controlPort());
        case "--control-port" -> config = config.withPorts(config.port(), number(options, option));
        case "--tls" -> config = config.withTls(true);
        case "--ca-file" -> caFile = Optional.of(Path.of(next(options, option)));
        case "--data" -> config = config.withData(Path.of(next(options, option)));
        case "--account" -> accounts.add(next(options, option));
        case "--minimum-version" -> settings = settings.withMinimumVersion(number(options, option));
        case "--qr-seconds" ->
            settings = settings.withQrValidity(Duration.ofSeconds(number(options, option)));
        case "--hosted" -> settings = settings.withHostedDevices(true);
        default -> throw new IllegalArgumentException("Unknown option " + option);
      }
    }
    Simulator simulator = Simulator.start(config.with(settings));
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
    if (accounts.isEmpty() && simulator.world().locked(simulator.world()::accounts).isEmpty()) {
      accounts.addAll(DEFAULT_ACCOUNTS);
    }
    for (String account : accounts) {
      add(simulator, account);
    }
    Optional<String> pem = simulator.caPem();
    if (caFile.isPresent() && pem.isPresent()) {
      Files.writeString(caFile.get(), pem.get());
    }
    out.println(
        "KUBEZAP_SIMULATOR ws="
            + simulator.webSocketUrl()
            + " control="
            + simulator.controlUrl()
            + " noise-root="
            + simulator.noiseRoot());
    out.flush();
    // Until the process is told to end, which runs the hook above.
    new CountDownLatch(1).await();
  }

  private static void add(Simulator simulator, String account) {
    String[] parts = account.split(":", 3);
    String number = parts[0].replaceAll("[^0-9]", "");
    boolean known = simulator.world().locked(() -> simulator.world().byNumber(number)).isPresent();
    if (!known) {
      simulator.addAccount(
          number,
          parts.length > 1 ? parts[1] : number,
          parts.length > 2 && parts[2].equals("echo"));
    }
  }

  private static String next(Deque<String> options, String option) {
    String value = options.poll();
    if (value == null) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return value;
  }

  private static int number(Deque<String> options, String option) {
    String value = next(options, option);
    if (!value.matches("[0-9]{1,9}") && !value.matches("[12][0-9]{9}")) {
      throw new IllegalArgumentException(option + " needs a number, not " + value);
    }
    return Integer.parseInt(value);
  }
}
