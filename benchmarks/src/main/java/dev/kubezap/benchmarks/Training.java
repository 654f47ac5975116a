package dev.kubezap.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Takes a session pod through a real session once, so that the JVM can record which classes it
 * loads and links: pairing, a restart's log-in, messages both ways, webhooks. The pod writes its
 * cache when it ends.
 *
 * <p>Argument: the root of the repository. The pod is started with the options in {@code
 * KUBEZAP_TRAINING_OPTIONS}.
 */
public final class Training {
  private static final int MESSAGES = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Training() {}

  /** Pairs, restarts with recording, talks, ends. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    Path folder = Files.createTempDirectory("kubezap-training");
    try (Arena arena = new Arena(folder)) {
      String number = arena.account("Trainee");
      String peer = arena.account("Trainer");
      Contender pod = new Contender.SessionPod(root);
      Contender.Place place = arena.place("training", pod);
      Contender recorded =
          new Contender.SessionPod(root, System.getenv("KUBEZAP_TRAINING_OPTIONS"));
      try (RunningSession session = RunningSession.start(pod, place, arena.http)) {
        arena.simulator.scan(number, session.awaitQr());
        session.awaitConnected();
      }
      try (RunningSession session = RunningSession.start(recorded, place, arena.http);
          Caller caller = session.caller()) {
        session.awaitConnected();
        for (int i = 0; i < MESSAGES; i++) {
          session.send(caller, "+" + peer, "Training " + i);
          arena.simulator.send(peer, number, WebhookCounter.marked(i), i % 2 == 0);
        }
        arena.webhooks.await(MESSAGES, PATIENCE);
      }
    }
  }
}
