package dev.kubezap.simulator.command;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.control.ControlClient;
import dev.kubezap.simulator.control.ControlServer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /** Runs until it is killed, or until the command is done. */
  public static void main(String[] arguments) throws InterruptedException {
    int code = run(List.of(arguments), System.out, System.err);
    if (code != 0) {
      // Threads of a simulator that has started in part would hold the process.
      System.exit(code);
    }
  }

  /**
   * Does what the words say; a simulator serves until the thread is interrupted.
   *
   * @return 0 when it is done, 1 when it cannot be done, 2 when it was asked in the wrong way
   */
  static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    Deque<String> left = new ArrayDeque<>(arguments);
    try {
      if (left.contains("--help") || "-h".equals(left.peek())) {
        out.print(USAGE);
        return 0;
      }
      if ("--control".equals(left.peek())) {
        left.remove();
        if (left.isEmpty()) {
          throw new IllegalArgumentException("--control needs the URL that a simulator printed");
        }
        return new ControlClient(left.remove(), out).run(left);
      }
      if ("serve".equals(left.peek())) {
        left.remove();
      }
      serve(ServeOptions.parse(List.copyOf(left)), out);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage() + "; simulator/run --help lists what there is.");
      return MISUSED;
    } catch (UncheckedIOException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (IOException e) {
      err.println(sentence(e));
      return FAILED;
    }
  }

  private static String sentence(IOException e) {
    return switch (e) {
      case NoSuchFileException missing ->
          missing.getFile() + " cannot be made: there is no such folder";
      case FileSystemException file ->
          file.getFile()
              + " cannot be used: "
              + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  private static void serve(ServeOptions options, PrintStream out)
      throws IOException, InterruptedException {
    Simulator simulator = Simulator.start(options.config());
    ControlServer control;
    try {
      control = ControlServer.start(simulator, options.config().host(), options.controlPort());
    } catch (IOException e) {
      simulator.close();
      throw e;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  control.close();
                  simulator.close();
                }));
    List<ServeOptions.NewAccount> accounts = options.accounts();
    if (accounts.isEmpty() && simulator.world().locked(simulator.world()::accounts).isEmpty()) {
      accounts = DEFAULT_ACCOUNTS.stream().map(ServeOptions.NewAccount::parse).toList();
    }
    for (ServeOptions.NewAccount account : accounts) {
      if (simulator.world().locked(() -> simulator.world().byNumber(account.number())).isEmpty()) {
        simulator.addAccount(account.number(), account.name(), account.echo());
      }
    }
    if (options.caFile().isPresent()) {
      Path file = options.caFile().get();
      Files.writeString(file, simulator.caPem().orElseThrow());
    }
    out.println(
        "KUBEZAP_SIMULATOR ws="
            + simulator.webSocketUrl()
            + " control="
            + control.url()
            + " noise-root="
            + simulator.noiseRoot());
    out.flush();
    // Until the process is told to end, which runs the hook above.
    new CountDownLatch(1).await();
  }
}
