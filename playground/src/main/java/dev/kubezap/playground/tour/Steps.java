package dev.kubezap.playground.tour;

import dev.kubezap.playground.terminal.Terminal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The steps of the tour: each waits for one thing, and how long that took is kept. */
final class Steps {

  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration REPEATED = Duration.ofSeconds(20);

  private final Terminal terminal;
  private final List<Done> done = new ArrayList<>();

  Steps(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Tries until there is an answer. Parts may be away for a moment: an error only counts when the
   * time is over.
   *
   * @param what names the step in the past tense
   * @param log the log to read when it fails
   */
  <T> T await(String what, Duration most, Path log, Attempt<T> attempt)
      throws StepFailedException, InterruptedException {
    var began = System.nanoTime();
    var told = began;
    var toldText = "";
    var status = new Status();
    while (true) {
      try {
        var answer = attempt.tryOnce(status);
        if (answer.isPresent()) {
          finished(what, began);
          return answer.get();
        }
      } catch (IOException | KubernetesClientException away) {
        status.set(reason(away));
      }
      var now = System.nanoTime();
      if (now - began > most.toNanos()) {
        throw new StepFailedException(
            "not seen within %d s: %s%n          last seen: %s%n          read: %s"
                .formatted(most.toSeconds(), what, status, log));
      }
      var text = status.toString();
      var silent = Duration.ofNanos(now - told);
      if (silent.compareTo(text.equals(toldText) ? REPEATED : SILENCE) > 0) {
        told = now;
        toldText = text;
        terminal.say("  waiting: " + what + " (" + text + ")");
      }
      Thread.sleep(BETWEEN);
    }
  }

  private static String reason(Exception away) {
    if (away instanceof KubernetesClientException refused && refused.getStatus() != null) {
      return "API server: " + refused.getStatus().getMessage();
    }
    return away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage();
  }

  private void finished(String what, long began) {
    var seconds = (System.nanoTime() - began) / 1e9;
    done.add(new Done(what, seconds));
    terminal.say("✓ " + what);
  }

  /** One line for each step with its time. */
  String summary() {
    var lines = new StringBuilder();
    var sum = 0.0;
    for (var step : done) {
      sum += step.seconds();
      lines.append(String.format(Locale.ROOT, "  %6.2f s  %s%n", step.seconds(), step.what()));
    }
    return lines + String.format(Locale.ROOT, "  %6.2f s  in all", sum);
  }

  /** One try; empty when it is to be tried again. */
  @FunctionalInterface
  interface Attempt<T> {
    Optional<T> tryOnce(Status status)
        throws IOException, InterruptedException, StepFailedException;
  }

  /** How things stood at the last try. */
  static final class Status {
    private String text = "nothing yet";

    void set(String now) {
      text = now;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private record Done(String what, double seconds) {}
}
