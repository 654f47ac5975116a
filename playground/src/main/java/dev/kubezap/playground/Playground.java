package dev.kubezap.playground;

import dev.kubezap.playground.Options.Flag;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.product.SourceTree;
import dev.kubezap.playground.terminal.Terminal;
import dev.kubezap.playground.tour.Disturbance;
import dev.kubezap.playground.tour.Tour;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry point of {@code ./playground/up}. */
public final class Playground {

  private static final Duration ORPHAN_GRACE = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean ending;

  private Playground(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs until Ctrl-C, or until the tour is over. */
  public static void main(String[] arguments) {
    var root = Path.of(Objects.requireNonNullElse(System.getProperty("kubezap.root"), "."));
    // Terminals show UTF-8 even where the locale is not set, and a QR code of question marks helps
    // nobody.
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var terminal = new Terminal(out);
    if (Options.wantsHelp(List.of(arguments))) {
      terminal.line(Options.USAGE);
      return;
    }
    Options options;
    try {
      options =
          Options.parse(
              List.of(arguments), root.resolve("playground/data").toAbsolutePath().normalize());
    } catch (IllegalArgumentException wrong) {
      System.err.println(Options.refusal(wrong));
      System.exit(Options.USAGE_ERROR);
      return;
    }
    System.exit(new Playground(terminal).run(options, root.toAbsolutePath().normalize()) ? 0 : 1);
  }

  private boolean run(Options options, Path root) {
    try (var data = DataFolder.take(options.data())) {
      Files.createDirectories(data.logs());
      var records = new ProcessRecords(data.path("run"));
      var orphans = records.endOrphans(ORPHAN_GRACE);
      if (!orphans.isEmpty()) {
        terminal.say("ended what an earlier run left: " + String.join(", ", orphans));
      }
      if (options.has(Flag.FRESH)) {
        data.clear();
        Files.createDirectories(data.logs());
      }
      // The client's own warnings while the API server is away say nothing that is not known.
      Logger.getLogger("io.fabric8").setLevel(Level.SEVERE);
      var children = new ProcessRecords(data.path("run"));
      var playground =
          new RunningPlayground(
              options,
              data,
              new SourceTree(root, Path.of(System.getProperty("java.home"))),
              terminal,
              children);
      var hook = Thread.ofPlatform().unstarted(() -> end(playground));
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        return use(options, root, playground, children);
      } catch (Exception cause) {
        return failed(cause);
      } finally {
        end(playground);
      }
    } catch (Exception cause) {
      return failed(cause);
    }
  }

  private boolean failed(Exception cause) {
    // Once the end has begun, what fails fails because of it.
    if (!ending) {
      terminal.say("FAILED: " + reason(cause));
    }
    return false;
  }

  /** For people; the JDK's exceptions about files often name the file alone. */
  static String reason(Exception cause) {
    if (cause instanceof FileSystemException files && files.getReason() == null) {
      return files.getFile()
          + switch (files) {
            case NoSuchFileException _ -> " does not exist and cannot be made";
            case AccessDeniedException _ -> " is not for this user to write to: name another";
            default -> " cannot be used (" + files.getClass().getSimpleName() + ")";
          };
    }
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private boolean use(
      Options options, Path root, RunningPlayground playground, ProcessRecords children)
      throws Exception {
    var here = playground.start();
    var good = true;
    if (options.has(Flag.TOUR)) {
      var disturbance =
          options.has(Flag.KILL)
              ? Disturbance.everything(children, terminal)
              : Disturbance.none(terminal);
      good =
          new Tour(here.forTour(), disturbance, terminal)
              .play(options.has(Flag.AWAY), options.has(Flag.DELETE));
    }
    if (!options.has(Flag.TOUR) || options.has(Flag.KEEP)) {
      NextSteps.print(here, root, terminal);
      ended.await();
    }
    return good;
  }

  private void end(RunningPlayground playground) {
    ending = true;
    playground.stop();
    ended.countDown();
  }
}
