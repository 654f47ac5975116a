package dev.kubezap.pod.e2e;

import dev.kubezap.simulator.Simulator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Two phones that send texts to a session, and two callers that send by its API, each to one of the
 * phones. A caller repeats its request under the same key until it is answered.
 */
final class Traffic implements AutoCloseable {
  /** A caller's pause that leaves a session little rest. */
  static final Duration EAGER = Duration.ofMillis(10);

  /** A caller's pause for many sessions beside each other. */
  static final Duration CALM = Duration.ofMillis(100);

  private static final int PHONE_MILLIS = 100;
  private static final Duration PATIENCE = Outage.patience(Duration.ofSeconds(90));
  private static final List<String> WAITS =
      List.of("wait=none", "wait=sent", "wait=delivered&timeout=PT5S");

  private final Simulator simulator;
  private final RestartedPod pod;
  private final String own;
  private final Steps steps;
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<String> sentByPhones = new CopyOnWriteArrayList<>();
  private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final List<Future<?>> running = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

  /** A message that the API accepted. */
  record Accepted(String to, String text, String key, String body, String id, String stanzaId) {}

  Traffic(Simulator simulator, RestartedPod pod, String own, Steps steps) {
    this.simulator = simulator;
    this.pod = pod;
    this.own = own;
    this.steps = steps;
  }

  /**
   * Begins to send without end between the session and these phones.
   *
   * @param pause of a caller between an answer and its next message
   */
  void start(List<String> phones, Duration pause) {
    for (String phone : phones) {
      repeat(() -> sendByPhone(phone), PHONE_MILLIS);
      repeat(() -> sendByApi(phone), pause.toMillis());
    }
  }

  private void repeat(Runnable task, long millis) {
    running.add(threads.scheduleWithFixedDelay(task, 0, millis, TimeUnit.MILLISECONDS));
  }

  /** One text from a phone. */
  void sendByPhone(String phone) {
    int number = numbers.incrementAndGet();
    String text = "in " + number;
    simulator.send(phone, own, text, number % 2 == 0);
    sentByPhones.add(text);
  }

  /** One text from a phone that cannot be decrypted before the session has asked for it again. */
  void sendSpoiledByPhone(String phone) {
    String text = "in " + numbers.incrementAndGet();
    simulator.sendSpoiled(phone, own, text, false);
    sentByPhones.add(text);
  }

  /** One text to a phone, until it is accepted. */
  Accepted sendByApi(String phone) {
    int number = numbers.incrementAndGet();
    String text = "out " + number;
    String body = "{\"to\":\"+" + phone + "\",\"type\":\"text\",\"text\":\"" + text + "\"}";
    Accepted done =
        Awaitility.await("an answer for " + text)
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(
                () -> post(phone, text, "key-" + number, body, WAITS.get(number % WAITS.size())),
                Optional::isPresent)
            .orElseThrow();
    accepted.add(done);
    steps.step();
    return done;
  }

  /** Sends an accepted message's request again, and answers what it comes to. */
  Accepted repeat(Accepted message) throws IOException, InterruptedException {
    return post(message.to(), message.text(), message.key(), message.body(), "wait=none")
        .orElseThrow();
  }

  /** Empty while the session cannot answer. */
  private Optional<Accepted> post(String to, String text, String key, String body, String wait)
      throws IOException, InterruptedException {
    RestartedPod.Answer answer = pod.post("/api/v1/messages?" + wait, body, key);
    return switch (answer.status()) {
      case 201, 202 ->
          Optional.of(
              new Accepted(
                  to,
                  text,
                  key,
                  body,
                  answer.body().path("id").asText(),
                  answer.body().path("stanzaId").asText()));
      case 503 -> {
        refusals.add(answer.problem());
        yield Optional.empty();
      }
      default -> throw new AssertionError(text + " was answered by " + answer);
    };
  }

  /** Waits until nobody sends any more; fails when somebody failed. */
  void stop() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS)) {
      throw new AssertionError("a caller was never answered");
    }
    check();
  }

  /** Fails when somebody who sends without end has failed. */
  void check() {
    for (Future<?> task : running) {
      if (task.state() == Future.State.FAILED) {
        throw new AssertionError("a sender failed", task.exceptionNow());
      }
    }
  }

  List<String> sentByPhones() {
    return List.copyOf(sentByPhones);
  }

  List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** The codes of the problems by which requests were refused, in order. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
