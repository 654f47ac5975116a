package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.phone.PhoneMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's process is killed while it sends to a group whose members must be handed its key: 4
 * times, and 40 times with {@code -Dkubezap.full=true}. Each member reads each message once. {@code
 * -Dkubezap.seed} repeats the kill points of an earlier run.
 */
@Tag("e2e")
@Timeout(1200)
class GroupCrashIT {
  private static final int KILLS = Boolean.getBoolean("kubezap.full") ? 40 : 4;
  private static final int MESSAGES = 4;
  private static final int LATEST_MILLIS = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long SEED =
      Long.getLong("kubezap.seed", ThreadLocalRandom.current().nextInt());

  @TempDir private Path folder;

  @Test
  void everyMemberReadsEveryMessageOnce() throws Exception {
    System.out.println("GroupCrashIT: " + KILLS + " kills, -Dkubezap.seed=" + SEED);
    List<String> texts = new ArrayList<>();
    Random random = new Random(SEED);
    try (Stage stage = new Stage(folder);
        ExecutorService caller = Executors.newSingleThreadExecutor()) {
      var _ = stage.pair();
      Simulator simulator = stage.simulator();
      for (int kill = 0; kill < KILLS; kill++) {
        // A new group each time: its first message carries the key.
        String group =
            simulator
                .groups()
                .create(
                    Stage.PHONES.getFirst(), "Group " + kill, Stage.OWN, Stage.PHONES.getLast());
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
          sent.add("out " + kill + "." + i);
        }
        Future<?> sending = caller.submit(() -> sent.forEach(text -> send(stage, group, text)));
        stage
            .steps()
            .await(
                new KillPoint(
                    1 + random.nextInt(MESSAGES),
                    Duration.ofMillis(random.nextInt(LATEST_MILLIS))));
        stage.pod().kill();
        stage.pod().start();
        sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        texts.addAll(sent);
      }
      for (String phone : Stage.PHONES) {
        Awaitility.await("all messages at " + phone)
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(read(simulator, phone))
                        .extracting(PhoneMessage::text)
                        .containsExactlyInAnyOrderElementsOf(texts));
        assertThat(read(simulator, phone)).allMatch(message -> message.timesDelivered() == 1);
      }
      Awaitility.await("all messages delivered by their status")
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(stage.pod().messages("out"))
                      .hasSize(texts.size())
                      .allMatch(message -> message.path("status").asText().equals("delivered")));
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  private static List<PhoneMessage> read(Simulator simulator, String phone) {
    return simulator.messages(phone).stream()
        .filter(message -> message.text().startsWith("out "))
        .toList();
  }

  /** Repeats the request under the same key until it is accepted. */
  private static void send(Stage stage, String group, String text) {
    String body = "{\"to\":\"" + group + "\",\"type\":\"text\",\"text\":\"" + text + "\"}";
    String key = text.replace(' ', '-');
    Awaitility.await("an answer for " + text)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> isAccepted(stage.pod().post("/api/v1/messages?wait=none", body, key)));
    stage.steps().step();
  }

  /** Whoever cannot answer yet says so, and is asked again. */
  private static boolean isAccepted(RestartedPod.Answer answer) {
    return switch (answer.status()) {
      case 201, 202 -> true;
      case 503 -> false;
      default -> throw new AssertionError("answered by " + answer);
    };
  }
}
